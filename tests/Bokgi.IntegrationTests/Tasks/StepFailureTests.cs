using Bokgi.Host.Platform.Jobs;
using Bokgi.Host.Tasks;
using Bokgi.IntegrationTests.Store;
using Bokgi.MarketData.Exchanges;
using Bokgi.MarketData.Lake;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Tasks;

/// <summary>
/// The error that a client sees after a step has failed. It never contains the text of an unexpected exception, which may name paths and library
/// internals.
/// </summary>
public sealed class StepFailureTests(SqliteStore fixture) : IClassFixture<SqliteStore>
{
    // A path and the mangled C++ name of an exception, which messages of ParquetSharp may contain.
    private const string Internals = "/srv/bokgi/x.parquet: N7parquet22ParquetStatusExceptionE";

    private readonly TaskSetup setup = new(fixture);

    public static TheoryData<Exception> Failures =>
        [
            new InvalidOperationException(Internals),
            new FileNotFoundException(Internals),
            new InvalidCastException(Internals, new InvalidDataException(Internals)),
        ];

    [Theory, MemberData(nameof(Failures))]
    public void Run_WorkThrows_RetriesThenFailsWithoutExceptionText(Exception failure)
    {
        setup.Kind.WorkError = failure;
        var task = setup.Add();
        for (var attempt = 1; attempt < 3; attempt++)
        {
            Run(task);
            setup.LastError(task).ShouldBe("the server failed; its log says why");
        }

        Run(task);

        setup.Find(task)!.Error.ShouldBe("given up after 3 attempts: the server failed; its log says why");
    }

    [Fact]
    public void Run_ExchangeRefuses_FailsAtOnceWithItsReason()
    {
        setup.Kind.WorkError = new ExchangeException(ExchangeErrorKind.Refused, "upbit refuses BTC_KRW: 404; check the symbol");
        var task = setup.Add();

        Run(task);

        setup.Find(task)!.Error.ShouldBe("upbit refuses BTC_KRW: 404; check the symbol");
    }

    [Fact]
    public void Run_DamagedFile_FailsAtOnceWithItsName()
    {
        setup.Kind.WorkError = new LakeException(
            LakeErrorKind.MalformedFile,
            "BTC_KRW/1H/2024.parquet is damaged",
            new IOException(Internals)
        );
        var task = setup.Add();

        Run(task);

        setup.Find(task)!.Error.ShouldBe("BTC_KRW/1H/2024.parquet is damaged");
    }

    private void Run(string task)
    {
        var runner = new StepRunner(
            setup.Steps,
            setup.TaskQueue,
            WorkerName.CreateForThisProcess(),
            [setup.Kind],
            setup.Clock,
            NullLogger<StepRunner>.Instance
        );
        runner.Run(new StepReference(task, TaskSetup.Queue, 0), CancellationToken.None);
    }
}
