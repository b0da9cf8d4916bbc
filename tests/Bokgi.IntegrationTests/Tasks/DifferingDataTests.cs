using Bokgi.IntegrationTests.Http;
using Bokgi.IntegrationTests.Store;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Tasks;

/// <summary>Workers whose candles differ from those of the server.</summary>
public sealed class DifferingDataTests(PostgresServer postgres, MinuteLake lake)
{
    [Fact]
    public void Worker_CandlesDiffer_HandsStepBackWithFileNameAndAnotherWorkerFinishes()
    {
        using var installation = new Installation(postgres.CreateDatabase().ConnectionString, lake.Path);
        SampleLake.WriteMinutes(installation.OtherDataRoot, lake.Symbols(100));
        installation.StartServer();
        var matchingWorker = installation.StartWorker(heartbeatSeconds: 30);
        Installation.WaitForName(matchingWorker);
        var form = Installation.MinuteBacktest(lake.Symbols(100));
        var task = installation.Submit(form);
        installation.WaitUntil(
            () => installation.RunningSteps().Any(step => step is { Reference.Position: > 0, Beats: > 0 }),
            "piece in progress"
        );
        matchingWorker.Signal("STOP"); // suspended, but for less time than the monitor waits before it reclaims the step
        var differingWorker = Installation.WaitForName(installation.StartWorker(dataRoot: installation.OtherDataRoot));
        installation.WaitUntil(
            () => installation.UnfinishedSteps().Any(step => step.RefusedBy.Contains(differingWorker, StringComparison.Ordinal)),
            "refusal"
        );
        var refused = installation.UnfinishedSteps().First(step => step.RefusedBy.Contains(differingWorker, StringComparison.Ordinal));
        matchingWorker.Signal("CONT");

        refused.Trouble!.ShouldContain("_KRW/1M/2024.parquet is not the same as when the task was cut into pieces");
        installation.WaitForEnd(task)["attempts"].GetInt32().ShouldBe(1);
        using var direct = new DirectRun(lake.Path, form);
        direct.ShouldEqual(installation.Runs, installation.Status(task)["result", "run_id"].GetString()!);
    }

    [Fact]
    public void Worker_FilesDifferFromServers_RefusesToCutTheTask()
    {
        using var installation = new Installation(postgres.CreateDatabase().ConnectionString, lake.Path);
        installation.StartServer();
        SampleLake.WriteMinutes(installation.OtherDataRoot, lake.Symbols(2));
        var differingWorker = Installation.WaitForName(installation.StartWorker(dataRoot: installation.OtherDataRoot));
        // This worker starts before any step is refused: when all live workers refuse a step, the task is cut again for the candles they have.
        var matchingWorker = installation.StartWorker(heartbeatSeconds: 30);
        installation.WaitUntil(() => installation.Get("/api/workers")["count"].GetInt32() == 2, "reports of both workers");
        matchingWorker.Signal("STOP");
        var form = Installation.MinuteBacktest(lake.Symbols(3));
        var task = installation.Submit(form);
        installation.WaitUntil(
            () => installation.UnfinishedSteps().Any(step => step.RefusedBy.Contains(differingWorker, StringComparison.Ordinal)),
            "refusal"
        );
        var refused = installation.UnfinishedSteps().ShouldHaveSingleItem();
        matchingWorker.Signal("CONT");

        (refused.Reference.Position, refused.Round).ShouldBe((0, 1)); // the step that cuts the task (position 0), which was cut once (round 1)
        refused.Trouble!.ShouldContain("/1M/2024.parquet is not the same as when the task was cut into pieces");
        using var direct = new DirectRun(lake.Path, form);
        direct.ShouldEqual(installation.Runs, installation.WaitForEnd(task)["result", "run_id"].GetString()!);
    }
}
