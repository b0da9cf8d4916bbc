using Bokgi.Host.Tasks;
using Bokgi.IntegrationTests.Store;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Tasks;

public sealed class SqliteTaskMonitorTests(SqliteStore fixture) : TaskMonitorTests(fixture), IClassFixture<SqliteStore>;

public sealed class PostgresTaskMonitorTests(PostgresStore fixture) : TaskMonitorTests(fixture), IClassFixture<PostgresStore>;

/// <summary>The monitor that runs in every process that works on tasks, on each database engine.</summary>
public abstract class TaskMonitorTests(StoreFixture fixture)
{
    private const int PollsUntilExpired = 6;
    private const string RefusalReason = "A_KRW/1H/2024.parquet is not the same as when the task was cut into pieces";

    private readonly TaskBench bench = new(fixture);

    [Fact]
    public void Poll_HeartbeatsStop_RequeuesTheStep()
    {
        var task = bench.AddCutTask();
        var claim = bench.Claim(task, 1);
        bench.Claim(task, 2); // otherwise the monitor would enqueue it at its first poll
        var monitor = bench.NewMonitor();
        for (var poll = 1; poll < PollsUntilExpired; poll++)
            TaskBench.Poll(monitor);
        bench.LeaseOf(task, 1).State.ShouldBe(StepState.Running);

        TaskBench.Poll(monitor);

        bench.LeaseOf(task, 1).State.ShouldBe(StepState.Queued);
        bench.TaskQueue.EnqueuedCount(TaskBench.Queue).ShouldBe(2); // both are requeued, because neither had a heartbeat
        bench.Beat(claim, 1, snapshot: null).ShouldBeFalse();
    }

    [Fact]
    public void Poll_HeartbeatsArrive_LeavesTheStepToItsWorker()
    {
        var task = bench.AddCutTask();
        var claim = bench.Claim(task, 1);
        var monitor = bench.NewMonitor();
        for (var poll = 0; poll < 5 * PollsUntilExpired; poll++)
        {
            TaskBench.Poll(monitor);
            if (poll % (PollsUntilExpired - 1) == 0)
                bench.Beat(claim, poll, snapshot: null).ShouldBeTrue();
        }

        bench.Beat(claim, 0, snapshot: null).ShouldBeTrue();
    }

    [Theory]
    [InlineData(-7)]
    [InlineData(7)]
    public async Task Poll_WorkersClockHoursWrong_DependsOnHeartbeatsAlone(int hours)
    {
        var task = bench.AddCutTask();
        var steps = bench.StepsWithClockOffset(hours);
        var claim = steps.Claim(new StepReference(task, TaskBench.Queue, 1), "wrong").ShouldNotBeNull();
        bench.Claim(task, 2); // otherwise the monitor would enqueue it at its first poll
        var monitor = bench.NewMonitor();
        for (var poll = 0; poll < 3 * PollsUntilExpired; poll++)
        {
            TaskBench.Poll(monitor);
            (await steps.RecordHeartbeatAsync(claim, poll, snapshot: null)).ShouldBeTrue();
        }

        for (var poll = 0; poll < PollsUntilExpired; poll++)
            TaskBench.Poll(monitor);

        bench.LeaseOf(task, 1).State.ShouldBe(StepState.Queued);
        (await steps.RecordHeartbeatAsync(claim, 0, snapshot: null)).ShouldBeFalse();
    }

    [Fact]
    public void Poll_WorkersDieThreeTimes_FailsTheTask()
    {
        var task = bench.Add();
        var monitor = bench.NewMonitor();
        for (var death = 1; death <= 3; death++)
        {
            bench.Claim(task, 0, $"w{death}");
            for (var poll = 0; poll < PollsUntilExpired; poll++)
                TaskBench.Poll(monitor);
        }

        var row = bench.Find(task)!;
        (row.State, row.Attempts).ShouldBe((TaskState.Failed, 3));
        row.Error!.ShouldContain("given up after 3 attempts: the worker w3 stopped sending heartbeats");
    }

    [Fact]
    public void Poll_QueueMessagesLost_EnqueuesStepsAgain()
    {
        var monitor = bench.NewMonitor();
        bench.AddCutTask();
        TaskBench.Poll(monitor);
        bench.TaskQueue.EnqueuedCount(TaskBench.Queue).ShouldBe(2); // a monitor's first poll sends the messages again at once

        bench.AddCutTask();
        TaskBench.Poll(monitor);
        TaskBench.Poll(monitor);
        bench.TaskQueue.EnqueuedCount(TaskBench.Queue).ShouldBe(2); // the queue is not empty: these steps may be in it already
    }

    [Fact]
    public void Poll_MessageLostWhileQueueIsNeverEmpty_EnqueuesStepEventually()
    {
        var monitor = bench.NewMonitor();
        bench.TaskQueue.Enqueue(new StepReference("another task's", TaskBench.Queue, 1));
        bench.Add();
        for (var poll = 0; poll < 40; poll++)
            TaskBench.Poll(monitor);

        bench.TaskQueue.EnqueuedCount(TaskBench.Queue).ShouldBeInRange(2, 3);
    }

    [Fact]
    public void Poll_AllLiveWorkersRefuse_CutsAgainAndGivesUpAfterThreeRounds()
    {
        bench.Beat("w1");
        bench.Beat("w2");
        var task = bench.Add();
        for (var round = 1; round <= 3; round++)
        {
            bench.Find(task)!.State.ShouldBe(round == 1 ? TaskState.Queued : TaskState.Running);
            bench.Steps.CompleteCut(bench.Claim(task, 0), [new StepPlan("{}", 1)]);
            bench.Steps.Refuse(bench.Claim(task, 1, "w1"), "w1", RefusalReason);
            TaskBench.Poll(bench.NewMonitor());
            bench.Find(task)!.Round.ShouldBe(round, "w2 may have the right candles");
            bench.Steps.Refuse(bench.Claim(task, 1, "w2"), "w2", RefusalReason);
            bench.EmptyQueue();
            TaskBench.Poll(bench.NewMonitor());
        }

        var row = bench.Find(task)!;
        row.State.ShouldBe(TaskState.Failed);
        row.Error.ShouldBe(
            $"{RefusalReason}; the candles of every worker differ: make sure that all of them have the same, and submit the task again"
        );
    }

    [Fact]
    public void Poll_OnlyWorkerThatDidNotRefuseIsDead_CutsAgain()
    {
        bench.Beat("w1");
        bench.Beat("gone");
        bench.Clock.Advance(TimeSpan.FromSeconds(61));
        bench.Beat("w1");
        var task = bench.AddCutTask();
        bench.Steps.Refuse(bench.Claim(task, 1, "w1"), "w1", RefusalReason);

        TaskBench.Poll(bench.NewMonitor());

        bench.Find(task)!.Round.ShouldBe(2);
    }

    [Fact]
    public void Poll_TaskPastRetention_IsRemoved()
    {
        var task = bench.Add();
        bench.Cancel(task);
        TaskBench.Poll(bench.NewMonitor());
        bench.Find(task).ShouldNotBeNull();

        bench.Clock.Advance(TimeSpan.FromDays(7.1));
        TaskBench.Poll(bench.NewMonitor());

        bench.Find(task).ShouldBeNull();
    }

    [Fact]
    public void Poll_TidyFails_TriesAgainLater()
    {
        bench.Kind.TidyError = new DirectoryNotFoundException("another process was quicker");
        var monitor = bench.NewMonitor();
        for (var poll = 0; poll < 45; poll++)
            TaskBench.Poll(monitor);

        bench.Kind.TidyCount.ShouldBe(3);
    }
}
