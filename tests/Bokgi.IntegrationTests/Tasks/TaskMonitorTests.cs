using Bokgi.Host.Tasks;
using Bokgi.IntegrationTests.Store;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Tasks;

public sealed class SqliteTaskMonitorTests(SqliteStore fixture) : TaskMonitorTests(fixture), IClassFixture<SqliteStore>;

public sealed class PostgresTaskMonitorTests(PostgresStore fixture) : TaskMonitorTests(fixture), IClassFixture<PostgresStore>;

/// <summary>The monitor that runs in every process that executes tasks. The tests run on each database engine.</summary>
public abstract class TaskMonitorTests(StoreFixture fixture)
{
    // The number of polls with the same heartbeat after which the monitor reclaims a step.
    private const int PollsUntilExpired = 6;
    private const string RefusalReason = "A_KRW/1H/2024.parquet is not the same as when the task was cut into pieces";

    private readonly TaskSetup setup = new(fixture);

    [Fact]
    public void Poll_HeartbeatsStop_RequeuesTheStep()
    {
        var task = setup.AddCutTask();
        var claim = setup.Claim(task, 1);
        setup.Claim(task, 2); // otherwise the monitor would enqueue it at its first poll
        var monitor = setup.CreateMonitor();
        for (var poll = 1; poll < PollsUntilExpired; poll++)
            TaskSetup.Poll(monitor);
        setup.LeaseOf(task, 1).State.ShouldBe(StepState.Running);

        TaskSetup.Poll(monitor);

        setup.LeaseOf(task, 1).State.ShouldBe(StepState.Queued);
        setup.TaskQueue.EnqueuedCount(TaskSetup.Queue).ShouldBe(2); // both are requeued, because neither had a heartbeat
        setup.RecordHeartbeat(claim, 1, snapshot: null).ShouldBeFalse();
    }

    [Fact]
    public void Poll_HeartbeatsArrive_LeavesTheStepToItsWorker()
    {
        var task = setup.AddCutTask();
        var claim = setup.Claim(task, 1);
        var monitor = setup.CreateMonitor();
        for (var poll = 0; poll < 5 * PollsUntilExpired; poll++)
        {
            TaskSetup.Poll(monitor);
            if (poll % (PollsUntilExpired - 1) == 0)
                setup.RecordHeartbeat(claim, poll, snapshot: null).ShouldBeTrue();
        }

        setup.RecordHeartbeat(claim, 0, snapshot: null).ShouldBeTrue();
    }

    [Theory]
    [InlineData(-7)]
    [InlineData(7)]
    public async Task Poll_ClockOfWorkerIsHoursWrong_DependsOnHeartbeatsAlone(int hours)
    {
        var task = setup.AddCutTask();
        var steps = setup.CreateStepStoreWithClockOffset(hours);
        var claim = steps.Claim(new StepReference(task, TaskSetup.Queue, 1), "wrong").ShouldNotBeNull();
        setup.Claim(task, 2); // otherwise the monitor would enqueue it at its first poll
        var monitor = setup.CreateMonitor();
        for (var poll = 0; poll < 3 * PollsUntilExpired; poll++)
        {
            TaskSetup.Poll(monitor);
            (await steps.RecordHeartbeatAsync(claim, poll, snapshot: null)).ShouldBeTrue();
        }

        for (var poll = 0; poll < PollsUntilExpired; poll++)
            TaskSetup.Poll(monitor);

        setup.LeaseOf(task, 1).State.ShouldBe(StepState.Queued);
        (await steps.RecordHeartbeatAsync(claim, 0, snapshot: null)).ShouldBeFalse();
    }

    [Fact]
    public void Poll_WorkersDieThreeTimes_FailsTheTask()
    {
        var task = setup.Add();
        var monitor = setup.CreateMonitor();
        for (var death = 1; death <= 3; death++)
        {
            setup.Claim(task, 0, $"w{death}");
            for (var poll = 0; poll < PollsUntilExpired; poll++)
                TaskSetup.Poll(monitor);
        }

        var row = setup.Find(task)!;
        (row.State, row.Attempts).ShouldBe((TaskState.Failed, 3));
        row.Error!.ShouldContain("given up after 3 attempts: the worker w3 stopped sending heartbeats");
    }

    [Fact]
    public void Poll_QueueMessagesLost_EnqueuesStepsAgain()
    {
        var monitor = setup.CreateMonitor();
        setup.AddCutTask();
        TaskSetup.Poll(monitor);
        setup.TaskQueue.EnqueuedCount(TaskSetup.Queue).ShouldBe(2); // a monitor's first poll sends the messages again at once

        setup.AddCutTask();
        TaskSetup.Poll(monitor);
        TaskSetup.Poll(monitor);
        setup.TaskQueue.EnqueuedCount(TaskSetup.Queue).ShouldBe(2); // the queue is not empty: these steps may be in it already
    }

    [Fact]
    public void Poll_MessageLostWhileQueueIsNeverEmpty_EnqueuesStepEventually()
    {
        var monitor = setup.CreateMonitor();
        setup.TaskQueue.Enqueue(new StepReference("another task's", TaskSetup.Queue, 1));
        setup.Add();
        for (var poll = 0; poll < 40; poll++) // twice as many as the monitor lets pass before it enqueues a step although the queue is not empty
            TaskSetup.Poll(monitor);

        setup.TaskQueue.EnqueuedCount(TaskSetup.Queue).ShouldBeInRange(2, 3); // the other task's message, and this step's once or twice
    }

    [Fact]
    public void Poll_AllLiveWorkersRefuse_CutsTheTaskAgainAndFailsItAfterThreeCuts()
    {
        setup.RecordHeartbeat("w1");
        setup.RecordHeartbeat("w2");
        var task = setup.Add();
        for (var round = 1; round <= 3; round++) // in each round, the task is cut into pieces
        {
            setup.Find(task)!.State.ShouldBe(round == 1 ? TaskState.Queued : TaskState.Running);
            setup.Steps.CompleteCut(setup.Claim(task, 0), [new StepPlan("{}", 1)]);
            setup.Steps.Refuse(setup.Claim(task, 1, "w1"), "w1", RefusalReason);
            TaskSetup.Poll(setup.CreateMonitor());
            setup.Find(task)!.Round.ShouldBe(round, "w2 may have the right candles");
            setup.Steps.Refuse(setup.Claim(task, 1, "w2"), "w2", RefusalReason);
            setup.EmptyQueue();
            TaskSetup.Poll(setup.CreateMonitor());
        }

        var row = setup.Find(task)!;
        row.State.ShouldBe(TaskState.Failed);
        row.Error.ShouldBe(
            $"{RefusalReason}; the candles of every worker differ: make sure that all of them have the same, and submit the task again"
        );
    }

    [Fact]
    public void Poll_OnlyWorkerThatDidNotRefuseIsDead_CutsTheTaskAgain()
    {
        setup.RecordHeartbeat("w1");
        setup.RecordHeartbeat("gone");
        setup.Clock.Advance(TimeSpan.FromSeconds(61)); // two heartbeats of 30 s are missed
        setup.RecordHeartbeat("w1");
        var task = setup.AddCutTask();
        setup.Steps.Refuse(setup.Claim(task, 1, "w1"), "w1", RefusalReason);

        TaskSetup.Poll(setup.CreateMonitor());

        setup.Find(task)!.Round.ShouldBe(2);
    }

    [Fact]
    public void Poll_RefusedAndNoWorkerIsAlive_DoesNotCutTheTaskAgain()
    {
        setup.RecordHeartbeat("w1");
        var task = setup.AddCutTask();
        setup.Steps.Refuse(setup.Claim(task, 1, "w1"), "w1", RefusalReason);
        setup.Clock.Advance(TimeSpan.FromSeconds(61)); // two heartbeats of 30 s are missed

        TaskSetup.Poll(setup.CreateMonitor());

        setup.Find(task)!.Round.ShouldBe(1);
        setup.TaskQueue.EnqueuedCount(TaskSetup.Queue).ShouldBe(2); // both pieces
    }

    [Fact]
    public void Poll_TaskPastRetention_IsRemoved()
    {
        var task = setup.Add();
        setup.Cancel(task);
        TaskSetup.Poll(setup.CreateMonitor());
        setup.Find(task).ShouldNotBeNull();

        setup.Clock.Advance(TimeSpan.FromDays(7.1));
        TaskSetup.Poll(setup.CreateMonitor());

        setup.Find(task).ShouldBeNull();
    }

    [Fact]
    public void Poll_TidyFails_TriesAgainLater()
    {
        setup.Kind.TidyError = new DirectoryNotFoundException("another process was quicker");
        var monitor = setup.CreateMonitor();
        for (var poll = 0; poll < 45; poll++)
            TaskSetup.Poll(monitor);

        setup.Kind.TidyCount.ShouldBe(3); // at the first, the 21st and the 41st poll
    }
}
