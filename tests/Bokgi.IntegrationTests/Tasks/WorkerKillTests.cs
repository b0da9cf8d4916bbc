using System.Diagnostics;
using Bokgi.Host.Runs.Store;
using Bokgi.Host.Tasks.Store;
using Bokgi.IntegrationTests.Scripts;
using Bokgi.IntegrationTests.Store;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Tasks;

/// <summary>
/// Workers that end in the middle of a run, killed with kill -9 or asked to stop. BOKGI_SOAK=1 replays a year of one-minute candles.
/// </summary>
public sealed class WorkerKillTests(PostgresServer postgres, MinuteLake lake) : IDisposable
{
    private readonly Installation house = new(postgres.CreateDatabase().ConnectionString, lake.Path);

    public void Dispose() => house.Dispose();

    [Fact]
    public void Run_WorkersKilledTwice_IsMadeByOthersAndKeptOnceAndEqualsTheUndisturbedOne()
    {
        var form = Installation.Minutes(lake.Symbols(100));
        using var undisturbed = new DirectRun(house.DataRoot, form);
        house.StartServer();
        var workers = StartWorkers(3);
        var task = house.Submit(form);

        var (step, takenOver) = KillAtWork(workers);
        var (_, takenOverAgain) = KillAtWork(workers, step);
        var done = house.Until(() => house.Status(task)["status"].GetString() == "completed", "end of the run");

        TestContext.Current.TestOutputHelper?.WriteLine($"taken over after {takenOver} and {takenOverAgain}, done {done} later");
        var status = house.Status(task);
        status["attempts"].GetInt32().ShouldBe(3);
        status["progress"].GetDouble().ShouldBe(1);
        house.Runs.List(new RunQuery()).Total.ShouldBe(1);
        undisturbed.ShouldEqual(house.Runs, status["result", "run_id"].GetString()!);
        house.Until(() => house.PieceFolders.Count == 0, "end of the pieces");
    }

    [Fact]
    public void Worker_AskedToStop_HandsItsWorkBackAtOnce()
    {
        var form = Installation.Minutes(lake.Symbols(100));
        house.StartServer();
        var workers = StartWorkers(1);
        var task = house.Submit(form);
        var step = WaitForWork();
        Installation.NameOf(house.StartWorker(concurrency: 2)); // two, so that it can take over this piece at once

        var watch = Stopwatch.StartNew();
        workers[step.Owner!].Signal("TERM");
        workers[step.Owner!].WaitForEnd().ShouldBe(0);
        var stopped = watch.Elapsed;
        house.Until(() => house.Active().All(each => each.Owner != step.Owner || each.Fence > step.Fence), "other worker");
        var handedOver = watch.Elapsed;

        TestContext.Current.TestOutputHelper?.WriteLine($"stopped after {stopped}, at another worker after {handedOver}");
        house.WaitForEnd(task)["attempts"].GetInt32().ShouldBe(1);
        house.Get("/api/workers")["count"].GetInt32().ShouldBe(1);
    }

    private Dictionary<string, WatchedProcess> StartWorkers(int count)
    {
        var started = Enumerable.Range(0, count).Select(_ => house.StartWorker()).ToArray(); // all at once, on an empty database
        return started.ToDictionary(Installation.NameOf);
    }

    // Waits for a worker that has sent a heartbeat and is in the middle of its bars.
    private StepLeaseView WaitForWork(long? number = null)
    {
        StepLeaseView? found = null;
        house.Until(
            () =>
                (
                    found = house
                        .Running()
                        .FirstOrDefault(step => step.Address.Position > 0 && step.Beats > 0 && (number ?? step.Number) == step.Number)
                )
                    is not null,
            "work in progress"
        );
        return found!;
    }

    // Suspends the worker before checking that it still owns the step, so that the kill certainly interrupts this step.
    private (long Step, TimeSpan TakenOver) KillAtWork(Dictionary<string, WatchedProcess> workers, long? number = null)
    {
        while (true)
        {
            var step = WaitForWork(number);
            var worker = workers[step.Owner!];
            worker.Signal("STOP");
            if (!house.Running().Any(each => each.Number == step.Number && each.Fence == step.Fence))
            {
                worker.Signal("CONT"); // it had just finished the step
                continue;
            }

            worker.Signal("KILL");
            worker.WaitForEnd().ShouldBe(137);
            return (
                step.Number,
                house.Until(() => house.Running().Any(each => each.Number == step.Number && each.Fence > step.Fence), "other worker")
            );
        }
    }
}
