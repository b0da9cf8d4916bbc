using Bokgi.Host.Runs.Store;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Tasks;

/// <summary>A server with SQLite, which executes its tasks itself, is killed or asked to stop while tasks are queued.</summary>
public sealed class EmbeddedKillTests(MinuteLake lake)
{
    private const int TaskCount = 20;

    [Fact]
    public void Serve_KilledWithQueuedTasks_RunsEachOnceAfterRestart()
    {
        using var installation = new Installation(databaseUrl: string.Empty, lake.Path);
        var server = installation.StartServer(concurrency: 1);
        var form = Installation.MinuteBacktest(lake.Symbols(3));
        string[] tasks = [.. Enumerable.Range(0, TaskCount).Select(_ => installation.Submit(form))];
        installation.WaitUntil(() => installation.RunningSteps().Count > 0, "task at work");

        server.Signal("KILL");
        server.WaitForEnd().ShouldBe(137); // 128 + 9, the number of SIGKILL
        installation.UnfinishedSteps().Count.ShouldBeGreaterThan(0, "the kill must come before the tasks end");
        installation.StartServer(concurrency: 2);

        var runs = tasks.Select(task => installation.WaitForEnd(task)["result", "run_id"].GetString()!).ToHashSet();
        runs.Count.ShouldBe(TaskCount);
        installation.Runs.List(new RunQuery()).Total.ShouldBe(TaskCount);
        using var direct = new DirectRun(lake.Path, form);
        foreach (var run in runs)
            direct.ShouldEqual(installation.Runs, run);
    }

    [Fact]
    public void Serve_StoppedWhileWorking_ContinuesAfterRestartWithoutAnotherAttempt()
    {
        using var installation = new Installation(databaseUrl: string.Empty, lake.Path);
        var server = installation.StartServer(concurrency: 2);
        var task = installation.Submit(Installation.MinuteBacktest(lake.Symbols(100)));
        // The step at position 0 cuts the task; the others are its pieces. A heartbeat shows that a worker is processing one.
        installation.WaitUntil(
            () => installation.RunningSteps().Count(step => step is { Reference.Position: > 0, Beats: > 0 }) == 2,
            "pieces in progress"
        );

        server.Signal("TERM");
        server.WaitForEnd().ShouldBe(0, server.AllOutput());
        installation.RunningSteps().ShouldBeEmpty("all steps are handed back");
        installation.StartServer(concurrency: 2);

        installation.WaitForEnd(task)["attempts"].GetInt32().ShouldBe(1);
    }
}
