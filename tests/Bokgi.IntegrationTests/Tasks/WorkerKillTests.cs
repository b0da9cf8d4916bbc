using System.Diagnostics;
using Bokgi.Host.Runs.Store;
using Bokgi.Host.Tasks.Store;
using Bokgi.IntegrationTests.Scripts;
using Bokgi.IntegrationTests.Store;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Tasks;

/// <summary>
/// Workers that end in the middle of a run, because they are killed (SIGKILL) or asked to stop (SIGTERM). BOKGI_SOAK=1 uses a year of one-minute
/// candles.
/// </summary>
public sealed class WorkerKillTests(PostgresServer postgres, MinuteLake lake) : IDisposable
{
    private readonly Installation installation = new(postgres.CreateDatabase().ConnectionString, lake.Path);

    public void Dispose() => installation.Dispose();

    [Fact]
    public void Run_WorkersKilledTwice_IsFinishedByOthersAndEqualsUndisturbedRun()
    {
        var form = Installation.MinuteBacktest(lake.Symbols(100));
        using var undisturbedRun = new DirectRun(installation.DataRoot, form);
        installation.StartServer();
        var workers = StartWorkers(3);
        var task = installation.Submit(form);

        var (stepNumber, takeOverTime) = KillWhileWorking(workers);
        var (_, secondTakeOverTime) = KillWhileWorking(workers, stepNumber);
        var remainingTime = installation.WaitUntil(() => installation.Status(task)["status"].GetString() == "completed", "end of the run");

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"taken over after {takeOverTime} and {secondTakeOverTime}, done {remainingTime} later"
        );
        var status = installation.Status(task);
        status["attempts"].GetInt32().ShouldBe(3);
        status["progress"].GetDouble().ShouldBe(1);
        installation.Runs.List(new RunQuery()).Total.ShouldBe(1);
        undisturbedRun.ShouldEqual(installation.Runs, status["result", "run_id"].GetString()!);
        installation.WaitUntil(() => installation.PieceFolders.Count == 0, "end of the pieces");
    }

    [Fact]
    public void Worker_AskedToStop_HandsItsWorkBackAtOnce()
    {
        var form = Installation.MinuteBacktest(lake.Symbols(100));
        installation.StartServer();
        var workers = StartWorkers(1);
        var task = installation.Submit(form);
        var step = WaitForWork();
        Installation.WaitForName(installation.StartWorker(concurrency: 2)); // two steps at a time, so that it can take over the piece at once

        var watch = Stopwatch.StartNew();
        workers[step.Owner!].Signal("TERM");
        workers[step.Owner!].WaitForEnd().ShouldBe(0);
        var stopTime = watch.Elapsed;
        installation.WaitUntil(
            () => installation.UnfinishedSteps().All(unfinished => unfinished.Owner != step.Owner || unfinished.Fence > step.Fence),
            "other worker"
        );
        var handOverTime = watch.Elapsed;

        TestContext.Current.TestOutputHelper?.WriteLine($"stopped after {stopTime}, at another worker after {handOverTime}");
        installation.WaitForEnd(task)["attempts"].GetInt32().ShouldBe(1);
        installation.Get("/api/workers")["count"].GetInt32().ShouldBe(1);
    }

    private Dictionary<string, WatchedProcess> StartWorkers(int count)
    {
        // Starts all workers before waiting for any, so that they find an empty database at the same time.
        var started = Enumerable.Range(0, count).Select(_ => installation.StartWorker()).ToArray();
        return started.ToDictionary(Installation.WaitForName);
    }

    // Waits until a worker is executing a piece (or the given step) and has sent a heartbeat for it, and returns that step.
    private StepLeaseView WaitForWork(long? stepNumber = null)
    {
        StepLeaseView? found = null;
        installation.WaitUntil(
            () =>
            {
                found = installation
                    .RunningSteps()
                    .FirstOrDefault(step =>
                        step is { Reference.Position: > 0, Beats: > 0 } && (stepNumber is null || step.Number == stepNumber)
                    );
                return found is not null;
            },
            "work in progress"
        );
        return found!;
    }

    // Kills a worker that is executing a piece (or the given step), and waits until another worker has taken the step over. The worker is
    // suspended before the check that it still owns the step, so that the kill certainly interrupts this step.
    private (long StepNumber, TimeSpan TakeOverTime) KillWhileWorking(Dictionary<string, WatchedProcess> workers, long? stepNumber = null)
    {
        while (true)
        {
            var step = WaitForWork(stepNumber);
            var worker = workers[step.Owner!];
            worker.Signal("STOP");
            if (!installation.RunningSteps().Any(running => running.Number == step.Number && running.Fence == step.Fence))
            {
                worker.Signal("CONT"); // it had just finished the step
                continue;
            }

            worker.Signal("KILL");
            worker.WaitForEnd().ShouldBe(137); // 128 + 9, the number of SIGKILL
            return (
                step.Number,
                installation.WaitUntil(
                    () => installation.RunningSteps().Any(running => running.Number == step.Number && running.Fence > step.Fence),
                    "other worker"
                )
            );
        }
    }
}
