using Bokgi.Host.Runs.Requests;
using Bokgi.IntegrationTests.Storage.Servers;
using Bokgi.IntegrationTests.Store;
using Bokgi.IntegrationTests.Tasks;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Storage;

/// <summary>
/// Servers, workers and commands, each in its own process, store results on S3. The tests cover an S3 outage, a killed migration, machines
/// without a shared disk and wrong credentials.
/// </summary>
public sealed class ResultsOnS3Tests(PostgresServer postgres, MinuteLake lake) : IAsyncLifetime
{
    private const int RunCount = 20;

    // How long the outage continues after the server has reported it.
    private static readonly TimeSpan OutageDuration = Installation.IsSoak ? TimeSpan.FromSeconds(30) : TimeSpan.Zero;

    private readonly StrictS3Server s3 = new();

    public ValueTask InitializeAsync() => s3.InitializeAsync();

    public ValueTask DisposeAsync() => s3.DisposeAsync();

    [Fact]
    public async Task Runs_DuringS3Outage_CompleteAndUploadAfterwards()
    {
        using var installation = new Installation(databaseUrl: string.Empty, lake.Path, s3.Settings);
        installation.StartServer(concurrency: 2);
        var tasks = Enumerable.Range(0, RunCount / 4).Select(_ => installation.Submit(OneDayForm(1))).ToList();
        installation.WaitUntil(() => s3.Objects.Count > 0, "first file");

        await s3.StopAsync();
        tasks.AddRange(Enumerable.Range(0, RunCount - tasks.Count).Select(_ => installation.Submit(OneDayForm(1))));
        var runs = tasks.ConvertAll(task => installation.WaitForEnd(task)["result", "run_id"].GetString()!);
        foreach (var run in runs)
            installation.Get($"/api/backtests/{run}/trades").Status.ShouldBe(200, "the files are still on this machine");
        installation.WaitUntil(
            () =>
                installation
                    .Get("/health/ready")["checks", "object_store"]
                    .GetString()!
                    .StartsWith("the object store cannot be used", StringComparison.Ordinal),
            "report that the store is unavailable"
        );
        var outageReported = TimeProvider.System.GetTimestamp();
        installation.WaitUntil(() => TimeProvider.System.GetElapsedTime(outageReported) > OutageDuration, "end of the outage");
        await s3.StartAsync();
        var uploadTime = installation.WaitUntil(
            () => s3.Objects.Count(s3Object => s3Object.Key.EndsWith("/manifest.json", StringComparison.Ordinal)) == RunCount,
            "files"
        );

        TestContext.Current.TestOutputHelper?.WriteLine($"all files were there {uploadTime} after S3 was back");
        s3.Objects.Count.ShouldBe(2 * RunCount);
        installation.WaitUntil(() => CountLocalRuns(installation) == 0, "copies");
        var verify = installation.StartCommand("storage", "verify", "--json");
        verify.WaitForEnd().ShouldBe(0, verify.AllOutput());
        verify.Lines.ShouldContain($"  \"good\": {2 * RunCount},");
        installation.WaitUntil(
            () => installation.Get("/health/ready")["checks", "object_store"].GetString() == "ok",
            "report that the store is available"
        );
    }

    [Fact]
    public void Migrate_KilledHalfway_CompletesWhenRestarted()
    {
        using var installation = new Installation(databaseUrl: string.Empty, lake.Path, s3.Settings);
        var runs = CreateLocalRuns(installation, RunCount);
        CountLocalRuns(installation).ShouldBe(RunCount);

        using (s3.Faults.Hold("PutObject", after: RunCount)) // half of the files: each run has two
        {
            var killedMigration = installation.StartCommand("storage", "migrate", "--from", "local", "--to", "s3");
            installation.WaitUntil(() => s3.Objects.Count == RunCount, "half of the files");
            killedMigration.Signal("KILL");
            killedMigration.WaitForEnd().ShouldNotBe(0);
        }

        var remaining = CountLocalRuns(installation);
        remaining.ShouldBeInRange(1, RunCount - 1, "the kill must hit halfway through");
        var secondMigration = installation.StartCommand("storage", "migrate", "--from", "local", "--to", "s3");
        secondMigration.WaitForEnd().ShouldBe(0, secondMigration.AllOutput());

        secondMigration.Lines[^1].ShouldEndWith(" missing");
        secondMigration.Lines.Count(line => line.EndsWith("verified", StringComparison.Ordinal)).ShouldBe(RunCount);
        CountLocalRuns(installation).ShouldBe(0);
        s3.Objects.Count.ShouldBe(2 * RunCount);
        var verify = installation.StartCommand("storage", "verify");
        verify.WaitForEnd().ShouldBe(0, verify.AllOutput());
        verify.Lines.ShouldBe([
            $"s3://{StrictS3Server.Bucket}: {2 * RunCount} good, 0 damaged, 0 missing, 0 without a hash to compare with",
        ]);
        foreach (var run in runs)
            installation.Runs.OpenStoredRun(run)!.OpenTrades().Dispose();
        var migrationBack = installation.StartCommand("storage", "migrate", "--from", "s3", "--to", "local");
        migrationBack.WaitForEnd().ShouldBe(0, migrationBack.AllOutput());
        CountLocalRuns(installation).ShouldBe(RunCount);
        s3.Objects.ShouldBeEmpty();
    }

    [Fact]
    public void Run_WorkersAndServerOnSeparateMachines_IsAssembledAndReadable()
    {
        var form = Installation.MinuteBacktest(lake.Symbols(100));
        using var installation = new Installation(postgres.CreateDatabase().ConnectionString, lake.Path, s3.Settings);
        using var directRun = new DirectRun(installation.DataRoot, form);
        installation.StartServer();
        foreach (var machine in (string[])["one", "two"])
            Installation.WaitForName(installation.StartWorker(stateRoot: machine));

        var run = installation.WaitForEnd(installation.Submit(form))["result", "run_id"].GetString()!;
        installation.WaitUntil(() => installation.Get($"/api/backtests/{run}/trades").Status == 200, "files of the run");

        directRun.ShouldEqual(installation.Runs, run);
        installation.WaitUntil(
            () => !s3.Objects.Any(s3Object => s3Object.Key.StartsWith("pieces/", StringComparison.Ordinal)),
            "removal of the pieces"
        );
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("storage list")]
    public void Start_WrongSecret_FailsWithOneLine(string command)
    {
        using var installation = new Installation(databaseUrl: string.Empty, lake.Path, WrongSecretSettings());

        var process = installation.StartCommand(command.Split(' '));
        process.WaitForEnd().ShouldBe(2, process.AllOutput());

        process.Lines.ShouldBeEmpty();
        process.Errors.ShouldHaveSingleItem().ShouldContain("AWS_SECRET_ACCESS_KEY");
        process.Errors[0].ShouldNotContain(WrongSecretSettings()["AWS_SECRET_ACCESS_KEY"]);
    }

    [Fact]
    public async Task Backtest_OnTheCommandLine_UploadsItsFilesOrWarnsOfALaterUpload()
    {
        using var installation = new Installation(databaseUrl: string.Empty, lake.Path, s3.Settings);
        string[] backtest =
        [
            .. "backtest --symbols C0_KRW --strategy volume_long_candle --start 2024-01-01 --end 2024-01-01 --timeframe 1M".Split(' '),
        ];

        var first = installation.StartCommand(backtest);
        first.WaitForEnd().ShouldBe(0, first.AllOutput());
        s3.Objects.Count.ShouldBe(2); // the run's file and its manifest
        await s3.StopAsync();
        var second = installation.StartCommand(backtest);
        second.WaitForEnd().ShouldBe(0, second.AllOutput());
        second.Errors.ShouldContain(line => line.Contains("the files stay in STATE_ROOT and are uploaded later", StringComparison.Ordinal));
        await s3.StartAsync();
        installation.StartCommand(backtest).WaitForEnd().ShouldBe(0);

        s3.Objects.Count.ShouldBe(6, "the files of the second run are uploaded with those of the third");
    }

    private static BacktestForm OneDayForm(int symbols) =>
        Installation.MinuteBacktest([.. Enumerable.Range(0, symbols).Select(i => $"C{i}_KRW")]) with
        {
            EndDate = "2024-01-02",
        };

    private static int CountLocalRuns(Installation installation)
    {
        var runsFolder = Path.Combine(installation.StateRoot, "results", "backtests");
        return Directory.Exists(runsFolder) ? Directory.GetDirectories(runsFolder).Sum(day => Directory.GetDirectories(day).Length) : 0;
    }

    // Creates the runs on a server without S3, so their files stay on this machine.
    private static List<string> CreateLocalRuns(Installation installation, int count)
    {
        var server = installation.StartServer(extraSettings: new KeyValuePair<string, string>("AWS_BUCKET_NAME", string.Empty));
        var runs = Enumerable
            .Range(0, count)
            .Select(_ => installation.Send(HttpMethod.Post, "/api/backtests/run", OneDayForm(1))["run_id"].GetString()!)
            .ToList();
        server.Signal("TERM");
        server.WaitForEnd().ShouldBe(0, server.AllOutput());
        return runs;
    }

    private Dictionary<string, string> WrongSecretSettings() =>
        new(s3.Settings) { ["AWS_SECRET_ACCESS_KEY"] = "d3Jvbmcgc2VjcmV0IHdyb25nIHNlY3JldA" };
}
