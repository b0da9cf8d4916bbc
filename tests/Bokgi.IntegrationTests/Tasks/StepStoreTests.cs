using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Platform.Leases;
using Bokgi.Host.Tasks;
using Bokgi.Host.Tasks.Store;
using Bokgi.IntegrationTests.Store;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Tasks;

public sealed class SqliteStepStoreTests(SqliteStore fixture) : StepStoreTests(fixture), IClassFixture<SqliteStore>;

public sealed class PostgresStepStoreTests(PostgresStore fixture) : StepStoreTests(fixture), IClassFixture<PostgresStore>;

/// <summary>A step has one owner at a time, and a former owner cannot write to it. The tests run on each database engine.</summary>
public abstract class StepStoreTests(StoreFixture fixture)
{
    private readonly TaskSetup setup = new(fixture);

    [Theory]
    [InlineData("heartbeat")]
    [InlineData("complete piece")]
    [InlineData("hand back")]
    [InlineData("refuse")]
    [InlineData("retry")]
    [InlineData("fail")]
    public void Write_PieceTakenOverByAnotherWorker_ChangesNothing(string write)
    {
        var task = setup.AddCutTask();
        var formerClaim = setup.Claim(task, 1, "late");
        setup.ReclaimExpired(setup.LeaseOf(task, 1)).ShouldBeTrue();

        ShouldChangeNothing(formerClaim, write); // queued again
        setup.Claim(task, 1, "other");
        ShouldChangeNothing(formerClaim, write); // claimed by another worker
        setup.Cancel(task).ShouldBeTrue();
        ShouldChangeNothing(formerClaim, write); // cancelled
    }

    [Theory]
    [InlineData("heartbeat")]
    [InlineData("complete task")]
    [InlineData("fail")]
    [InlineData("hand back")]
    [InlineData("refuse")]
    [InlineData("retry")]
    public void Write_TaskCancelled_ChangesNothing(string write)
    {
        var claim = setup.AddReadyToFinish();
        setup.Cancel(claim.Task.TaskId).ShouldBeTrue();

        ShouldChangeNothing(claim, write);
        setup.Find(claim.Task.TaskId)!.State.ShouldBe(TaskState.Cancelled);
    }

    [Theory]
    [InlineData("heartbeat")]
    [InlineData("complete cut")]
    [InlineData("hand back")]
    [InlineData("fail")]
    public void Write_StepAlreadyDone_ChangesNothing(string write)
    {
        var task = setup.Add();
        var claim = setup.Claim(task, 0);
        setup.Steps.CompleteCut(claim, [new StepPlan("{}", 1)]);

        ShouldChangeNothing(claim, write);
    }

    [Fact]
    public void CompleteCut_WithoutPieces_IsRefusedAndOwnerKeepsStep()
    {
        var task = setup.Add();
        var claim = setup.Claim(task, 0);

        Should.Throw<ArgumentException>(() => setup.Steps.CompleteCut(claim, []));

        setup.LeaseOf(task, 0).State.ShouldBe(StepState.Running);
    }

    [Fact]
    public void ReclaimExpired_WorkerSentHeartbeat_LeavesTheStepToTheWorker()
    {
        var task = setup.AddCutTask();
        var claim = setup.Claim(task, 1);
        var leaseBeforeHeartbeat = setup.LeaseOf(task, 1);
        setup.RecordHeartbeat(claim, 3, snapshot: null).ShouldBeTrue();
        var before = setup.AllRows();

        setup.ReclaimExpired(leaseBeforeHeartbeat).ShouldBeFalse();

        setup.AllRows().ShouldBe(before);
        setup.RecordHeartbeat(claim, 4, snapshot: null).ShouldBeTrue();
    }

    [Fact]
    public void ReclaimExpired_ThirdTime_FailsTheTaskWithTheReason()
    {
        var task = setup.AddCutTask();
        foreach (var (worker, isQueuedAgain) in (ReadOnlySpan<(string, bool)>)[("w1", true), ("w2", true), ("w3", false)])
        {
            setup.Claim(task, 2, worker);
            setup.ReclaimExpired(setup.LeaseOf(task, 2)).ShouldBe(isQueuedAgain);
        }

        var row = setup.Find(task)!;
        row.State.ShouldBe(TaskState.Failed);
        row.Attempts.ShouldBe(3);
        row.Error.ShouldBe("given up after 3 attempts: the worker w3 stopped sending heartbeats while it was doing this step");
        row.FinishedUtc.ShouldNotBeNull();
        setup.Steps.Claim(new StepReference(task, TaskSetup.Queue, 1), "w4").ShouldBeNull();
        setup.EventKinds(task).ShouldBe(["task_queued", "task_started", "task_failed"]);
    }

    [Fact]
    public void HandBack_AnyNumberOfTimes_CountsNoAttempt()
    {
        var task = setup.AddCutTask();
        for (var attempt = 0; attempt < 5; attempt++)
            setup.Steps.HandBack(setup.Claim(task, 1));

        setup.Claim(task, 1).Step.Attempts.ShouldBe(1);
        setup.Find(task)!.Attempts.ShouldBe(1);
    }

    [Fact]
    public void Claim_ByAWorkerThatRefusedTheStep_ReturnsNull()
    {
        var task = setup.AddCutTask();
        setup.Steps.Refuse(setup.Claim(task, 1, "w1"), "w1", "A_KRW/1H/2024.parquet is not as it was");

        setup.Steps.Claim(new StepReference(task, TaskSetup.Queue, 1), "w1").ShouldBeNull();
        setup.Claim(task, 1, "w11").Step.Attempts.ShouldBe(1); // another worker, although its name begins with w1
    }

    [Fact]
    public async Task Claim_Concurrent_SucceedsOnce()
    {
        var task = setup.AddCutTask();

        var claims = await RunConcurrently(12, i => setup.Steps.Claim(new StepReference(task, TaskSetup.Queue, 1), $"w{i}"));

        claims.Count(claim => claim is not null).ShouldBe(1);
    }

    [Fact]
    public async Task CompletePiece_LastTwoConcurrently_CreatesOneFinishStep()
    {
        for (var round = 0; round < 10; round++)
        {
            var task = setup.AddCutTask();
            StepClaim[] claims = [setup.Claim(task, 1), setup.Claim(task, 2)];

            var completions = await RunConcurrently(2, i => setup.Steps.CompletePiece(claims[i], "1", snapshot: null));

            completions.Count(end => end.IsFinish).ShouldBe(1);
            setup.Claim(task, 3).Step.Role.ShouldBe(StepRole.Finish);
        }
    }

    [Fact]
    public async Task Cancel_WhileTheTaskCompletes_OnlyOneSucceeds()
    {
        for (var round = 0; round < (Installation.IsSoak ? 300 : 20); round++)
        {
            var claim = setup.AddReadyToFinish();

            var outcomes = await RunConcurrently(2, i => i == 0 ? setup.Cancel(claim.Task.TaskId) : TryComplete(claim));

            outcomes.Count(succeeded => succeeded).ShouldBe(1);
            var row = setup.Find(claim.Task.TaskId)!;
            row.State.ShouldBe(outcomes[0] ? TaskState.Cancelled : TaskState.Completed);
            (row.Result is not null).ShouldBe(outcomes[1]);
            setup.EventKinds(claim.Task.TaskId).Count(kind => kind is "task_cancelled" or "task_completed").ShouldBe(1);
        }
    }

    [Fact]
    public void Heartbeat_UnitsDone_RaiseProgressAndNeverLowerIt()
    {
        var task = setup.AddCutTask(); // pieces of 10 and 30 units
        var firstClaim = setup.Claim(task, 1);
        var progress = new List<double>();
        foreach (var unitsDone in (ReadOnlySpan<long>)[0, 5, 10, 25])
            progress.Add(ProgressAfterHeartbeat(firstClaim, unitsDone));
        setup.ReclaimExpired(setup.LeaseOf(task, 1));
        progress.Add(ProgressAfterHeartbeat(setup.Claim(task, 1), 5));

        // All pieces together are 0.95 of the progress, so 10 of the 40 units are 0.2375. Units beyond the size of a piece do not count.
        progress.ShouldBe([0, 0.11875, 0.2375, 0.2375, 0.2375], 1e-12);

        double ProgressAfterHeartbeat(StepClaim claim, long units)
        {
            setup.RecordHeartbeat(claim, units, snapshot: null).ShouldBeTrue();
            return setup.Find(task)!.Progress;
        }
    }

    [Fact]
    public void Heartbeat_TwoWorkers_ProgressExcludesUnitsOfADeadWorker()
    {
        var task = setup.AddCutTask(); // pieces of 10 and 30 units
        var (firstClaim, secondClaim) = (setup.Claim(task, 1, "w1"), setup.Claim(task, 2, "w2"));
        setup.RecordHeartbeat(firstClaim, 5);
        setup.RecordHeartbeat(secondClaim, 15);
        setup.Find(task)!.Progress.ShouldBe(0.95 * 20 / 40, 1e-12);

        setup.ReclaimExpired(setup.LeaseOf(task, 1)).ShouldBeTrue();
        firstClaim = setup.Claim(task, 1, "w3");
        setup.RecordHeartbeat(secondClaim, 30);
        setup.Find(task)!.Progress.ShouldBe(0.95 * 30 / 40, 1e-12);

        setup.Steps.CompletePiece(secondClaim, "2", snapshot: null);
        setup.RecordHeartbeat(firstClaim, 4);
        setup.Find(task)!.Progress.ShouldBe(0.95 * 34 / 40, 1e-12);
        setup.Steps.CompletePiece(firstClaim, "1", snapshot: null);
        setup.RecordHeartbeat(setup.Claim(task, 3), 1); // the last step has one unit for each piece: half of 0.05 is added to 0.95
        setup.Find(task)!.Progress.ShouldBe(0.975, 1e-12);
    }

    [Fact]
    public void Heartbeat_TaskCutByAnEarlierVersion_RaisesProgressOnlyInTheLastStep()
    {
        var task = setup.AddCutTask();
        setup.RemoveUnitSums(task);
        var (firstClaim, secondClaim) = (setup.Claim(task, 1), setup.Claim(task, 2));

        setup.RecordHeartbeat(firstClaim, 5).ShouldBeTrue();
        setup.Find(task)!.Progress.ShouldBe(0);
        setup.Steps.CompletePiece(firstClaim, "1", snapshot: null);
        setup.Steps.CompletePiece(secondClaim, "2", snapshot: null);
        setup.RecordHeartbeat(setup.Claim(task, 3), 1).ShouldBeTrue();

        setup.Find(task)!.Progress.ShouldBe(0.975, 1e-12);
    }

    [Fact]
    public async Task Add_SameKeyConcurrently_CreatesOneTask()
    {
        var added = await RunConcurrently(40, _ => setup.AddTask(new TaskRequest("{}") { Key = "one" }));

        added.Count(addition => addition.IsNew).ShouldBe(1);
        added.Select(addition => addition.Task.TaskId).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Add_SameKeyForTwoRequests_AcceptsOnlyOneOfThem()
    {
        for (var round = 0; round < 10; round++)
        {
            var key = $"two {round}";

            var taskIds = await RunConcurrently(8, i => TryAdd(key, $"{i % 2}"));

            taskIds.Count(id => id is not null).ShouldBe(4); // the four calls with the request that was added first
            taskIds.Where(id => id is not null).Distinct().ShouldHaveSingleItem();
        }
    }

    [Fact]
    public void Prune_EndedTasks_RemovesTheirStepsToo()
    {
        var ended = setup.AddCutTask();
        setup.Cancel(ended);
        var active = setup.AddCutTask();
        var now = setup.Clock.GetUtcNow().ToUnixTimeMilliseconds() * 1_000;

        setup.Prune(now).ShouldBe(0);
        setup.CountSteps().ShouldBe(6); // of each task, the step that cuts it and two pieces
        setup.Prune(now + 1).ShouldBe(1);

        setup.Find(ended).ShouldBeNull();
        setup.Pieces(ended).ShouldBeEmpty();
        setup.CountSteps().ShouldBe(3);
        setup.Pieces(active).Count.ShouldBe(2);
    }

    private string? TryAdd(string key, string request)
    {
        try
        {
            return setup.AddTask(new TaskRequest(request) { Key = key }).Task.TaskId;
        }
        catch (InvalidInputException)
        {
            return null;
        }
    }

    private bool TryComplete(StepClaim claim)
    {
        try
        {
            setup.Complete(claim);
            return true;
        }
        catch (LeaseLostException)
        {
            return false;
        }
    }

    private void ShouldChangeNothing(StepClaim claim, string write)
    {
        var before = setup.AllRows();
        switch (write)
        {
            case "heartbeat":
                setup.RecordHeartbeat(claim, 9, "{}").ShouldBeFalse();
                break;
            case "hand back":
                setup.Steps.HandBack(claim);
                break;
            case "refuse":
                setup.Steps.Refuse(claim, "late", "a file");
                break;
            case "retry":
                setup.Steps.Retry(claim, "an error");
                break;
            default:
                Should.Throw<LeaseLostException>(() => EndStep(claim, write));
                break;
        }

        setup.AllRows().ShouldBe(before);
    }

    private void EndStep(StepClaim claim, string write)
    {
        switch (write)
        {
            case "complete cut":
                setup.Steps.CompleteCut(claim, [new StepPlan("{}", 1)]);
                break;
            case "complete piece":
                setup.Steps.CompletePiece(claim, "{}", snapshot: null);
                break;
            case "complete task":
                setup.Complete(claim);
                break;
            case "fail":
                setup.Steps.FailTask(claim, "an error");
                break;
            default:
                throw new ArgumentException(write, nameof(write));
        }
    }

    private static async Task<T[]> RunConcurrently<T>(int count, Func<int, T> action)
    {
        using var ready = new Barrier(count);
        return await Task.WhenAll(
            Enumerable
                .Range(0, count)
                .Select(i =>
                    Task.Factory.StartNew(
                        () =>
                        {
                            ready.SignalAndWait();
                            return action(i);
                        },
                        CancellationToken.None,
                        TaskCreationOptions.LongRunning,
                        TaskScheduler.Default
                    )
                )
        );
    }
}
