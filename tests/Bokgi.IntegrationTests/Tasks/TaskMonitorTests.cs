using Bokgi.Host.Tasks;
using Bokgi.IntegrationTests.Store;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Tasks;

public sealed class SqliteTaskWatchTests(SqliteStore house) : TaskMonitorTests(house), IClassFixture<SqliteStore>;

public sealed class PostgresTaskWatchTests(PostgresStore house) : TaskMonitorTests(house), IClassFixture<PostgresStore>;

/// <summary>The monitor that runs in every process with workers, on each engine.</summary>
public abstract class TaskMonitorTests(StoreFixture house)
{
    private const int LooksUntilGone = 6;
    private const string File = "A_KRW/1H/2024.parquet is not the same as when the task was cut into pieces";

    private readonly TaskBench bench = new(house);

    [Fact]
    public void Look_BeatsStandStill_GivesTheStepAway()
    {
        var task = bench.AddCut();
        var claim = bench.Claim(task, 1);
        bench.Claim(task, 2); // so that the monitor enqueues nothing else
        var watch = bench.NewWatch();
        for (var look = 1; look < LooksUntilGone; look++)
            TaskBench.Look(watch);
        bench.Sight(task, 1).State.ShouldBe(StepState.Running);

        TaskBench.Look(watch);

        bench.Sight(task, 1).State.ShouldBe(StepState.Queued);
        bench.Desk.Waiting(TaskBench.Queue).ShouldBe(2); // neither piece had a heartbeat
        bench.Beat(claim, 1, snapshot: null).ShouldBeFalse();
    }

    [Fact]
    public void Look_BeatsCome_LeavesTheStep()
    {
        var task = bench.AddCut();
        var claim = bench.Claim(task, 1);
        var watch = bench.NewWatch();
        for (var look = 0; look < 5 * LooksUntilGone; look++)
        {
            TaskBench.Look(watch);
            if (look % (LooksUntilGone - 1) == 0)
                bench.Beat(claim, look, snapshot: null).ShouldBeTrue();
        }

        bench.Beat(claim, 0, snapshot: null).ShouldBeTrue();
    }

    [Theory]
    [InlineData(-7)]
    [InlineData(7)]
    public async Task Look_WorkersClockIsHoursWrong_StealsNothingAndKeepsNothingAlive(int hours)
    {
        var task = bench.AddCut();
        var steps = bench.StepsOf(hours);
        var claim = steps.Claim(new StepReference(task, TaskBench.Queue, 1), "wrong").ShouldNotBeNull();
        bench.Claim(task, 2); // so that the monitor enqueues nothing else
        var watch = bench.NewWatch();
        for (var look = 0; look < 3 * LooksUntilGone; look++)
        {
            TaskBench.Look(watch);
            (await steps.BeatAsync(claim, look, snapshot: null)).ShouldBeTrue();
        }

        for (var look = 0; look < LooksUntilGone; look++)
            TaskBench.Look(watch);

        bench.Sight(task, 1).State.ShouldBe(StepState.Queued);
        (await steps.BeatAsync(claim, 0, snapshot: null)).ShouldBeFalse();
    }

    [Fact]
    public void Look_WorkersDieThreeTimes_FailsTheTask()
    {
        var task = bench.Add();
        var watch = bench.NewWatch();
        for (var time = 1; time <= 3; time++)
        {
            bench.Claim(task, 0, $"w{time}");
            for (var look = 0; look < LooksUntilGone; look++)
                TaskBench.Look(watch);
        }

        var row = bench.Find(task)!;
        (row.State, row.Attempts).ShouldBe((TaskState.Failed, 3));
        row.Error!.ShouldContain("given up after 3 attempts: the worker w3 stopped sending heartbeats");
    }

    [Fact]
    public void Look_WordsLostInTheQueue_AreToldAgain()
    {
        var watch = bench.NewWatch();
        bench.AddCut();
        TaskBench.Look(watch);
        bench.Desk.Waiting(TaskBench.Queue).ShouldBe(2); // a process's first check enqueues them at once

        bench.AddCut();
        TaskBench.Look(watch);
        TaskBench.Look(watch);
        bench.Desk.Waiting(TaskBench.Queue).ShouldBe(2); // the queue is not empty: these steps may be in it already
    }

    [Fact]
    public void Look_WordLostWhileTheQueueIsNeverEmpty_IsToldInTheEnd()
    {
        var watch = bench.NewWatch();
        bench.Desk.Enqueue(new StepReference("another task's", TaskBench.Queue, 1));
        bench.Add();
        for (var look = 0; look < 40; look++)
            TaskBench.Look(watch);

        bench.Desk.Waiting(TaskBench.Queue).ShouldBeInRange(2, 3);
    }

    [Fact]
    public void Look_AllLiveWorkersRefuse_CutsAnewAndGivesUpAfterThreeRounds()
    {
        bench.Beat("w1");
        bench.Beat("w2");
        var task = bench.Add();
        for (var round = 1; round <= 3; round++)
        {
            bench.Find(task)!.State.ShouldBe(round == 1 ? TaskState.Queued : TaskState.Running);
            bench.Steps.CompleteCut(bench.Claim(task, 0), [new PiecePlan("{}", 1)]);
            bench.Steps.Refuse(bench.Claim(task, 1, "w1"), "w1", File);
            TaskBench.Look(bench.NewWatch());
            bench.Find(task)!.Round.ShouldBe(round, "w2 may have the right candles");
            bench.Steps.Refuse(bench.Claim(task, 1, "w2"), "w2", File);
            bench.EmptyQueue();
            TaskBench.Look(bench.NewWatch());
        }

        var row = bench.Find(task)!;
        row.State.ShouldBe(TaskState.Failed);
        row.Error.ShouldBe($"{File}; the candles of every worker differ: make sure that all of them have the same, and submit the task again");
    }

    [Fact]
    public void Look_WorkerThatDidNotRefuseIsGone_CutsAnew()
    {
        bench.Beat("w1");
        bench.Beat("gone");
        bench.Clock.Advance(TimeSpan.FromSeconds(61));
        bench.Beat("w1");
        var task = bench.AddCut();
        bench.Steps.Refuse(bench.Claim(task, 1, "w1"), "w1", File);

        TaskBench.Look(bench.NewWatch());

        bench.Find(task)!.Round.ShouldBe(2);
    }

    [Fact]
    public void Look_TaskPastItsTime_IsForgotten()
    {
        var task = bench.Add();
        bench.Cancel(task);
        TaskBench.Look(bench.NewWatch());
        bench.Find(task).ShouldNotBeNull();

        bench.Clock.Advance(TimeSpan.FromDays(7.1));
        TaskBench.Look(bench.NewWatch());

        bench.Find(task).ShouldBeNull();
    }

    [Fact]
    public void Look_TidyingFails_IsDoneAgainLater()
    {
        bench.Kind.Trouble = new DirectoryNotFoundException("another process was quicker");
        var watch = bench.NewWatch();
        for (var look = 0; look < 45; look++)
            TaskBench.Look(watch);

        bench.Kind.Tidyings.ShouldBe(3);
    }
}
