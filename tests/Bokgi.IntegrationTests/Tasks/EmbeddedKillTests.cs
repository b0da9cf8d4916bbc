using Bokgi.Host.Runs.Store;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Tasks;

/// <summary>The embedded server, killed or asked to stop while tasks are queued.</summary>
public sealed class EmbeddedKillTests(MinuteLake lake)
{
    private const int Tasks = 20;

    [Fact]
    public void Serve_KilledWithQueuedTasks_DoesEachOnceAfterTheRestart()
    {
        using var house = new Installation(databaseUrl: string.Empty, lake.Path);
        var server = house.StartServer(concurrency: 1);
        var form = Installation.Minutes(lake.Symbols(3));
        string[] tasks = [.. Enumerable.Range(0, Tasks).Select(_ => house.Submit(form))];
        house.Until(() => house.Running().Count > 0, "task at work");

        server.Signal("KILL");
        server.WaitForEnd().ShouldBe(137);
        house.Active().Count.ShouldBeGreaterThan(0, "the kill must come before the tasks end");
        house.StartServer(concurrency: 2);

        var runs = tasks.Select(task => house.WaitForEnd(task)["result", "run_id"].GetString()!).ToHashSet();
        runs.Count.ShouldBe(Tasks);
        house.Runs.List(new RunQuery()).Total.ShouldBe(Tasks);
        using var direct = new DirectRun(lake.Path, form);
        foreach (var run in runs)
            direct.ShouldEqual(house.Runs, run);
    }

    [Fact]
    public void Serve_AskedToStopAtWork_GoesOnAfterTheRestartAsIfNotBegun()
    {
        using var house = new Installation(databaseUrl: string.Empty, lake.Path);
        var server = house.StartServer(concurrency: 2);
        var task = house.Submit(Installation.Minutes(lake.Symbols(100)));
        house.Until(() => house.Running().Count(step => step is { Address.Position: > 0, Beats: > 0 }) == 2, "pieces in progress");

        server.Signal("TERM");
        server.WaitForEnd().ShouldBe(0, server.Everything());
        house.Running().ShouldBeEmpty("all steps are handed back");
        house.StartServer(concurrency: 2);

        house.WaitForEnd(task)["attempts"].GetInt32().ShouldBe(1);
    }
}
