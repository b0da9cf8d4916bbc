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

/// <summary>A step has one owner at a time, and a former owner cannot write. Runs on each database engine.</summary>
public abstract class StepStoreTests(StoreFixture fixture)
{
    private readonly TaskBench bench = new(fixture);

    [Theory]
    [InlineData("heartbeat")]
    [InlineData("complete piece")]
    [InlineData("hand back")]
    [InlineData("refuse")]
    [InlineData("retry")]
    [InlineData("fail")]
    public void Write_PieceTakenOverByAnotherWorker_ChangesNothing(string write)
    {
        var task = bench.AddCutTask();
        var formerClaim = bench.Claim(task, 1, "late");
        bench.ReclaimExpired(bench.LeaseOf(task, 1)).ShouldBeTrue();

        ShouldChangeNothing(formerClaim, write); // queued again
        bench.Claim(task, 1, "other");
        ShouldChangeNothing(formerClaim, write); // claimed by another worker
        bench.Cancel(task).ShouldBeTrue();
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
        var claim = bench.AddReadyToFinish();
        bench.Cancel(claim.Task.TaskId).ShouldBeTrue();

        ShouldChangeNothing(claim, write);
        bench.Find(claim.Task.TaskId)!.State.ShouldBe(TaskState.Cancelled);
    }

    [Theory]
    [InlineData("heartbeat")]
    [InlineData("complete cut")]
    [InlineData("hand back")]
    [InlineData("fail")]
    public void Write_StepAlreadyDone_ChangesNothing(string write)
    {
        var task = bench.Add();
        var claim = bench.Claim(task, 0);
        bench.Steps.CompleteCut(claim, [new StepPlan("{}", 1)]);

        ShouldChangeNothing(claim, write);
    }

    [Fact]
    public void CompleteCut_WithoutPieces_IsRefusedAndOwnerKeepsStep()
    {
        var task = bench.Add();
        var claim = bench.Claim(task, 0);

        Should.Throw<ArgumentException>(() => bench.Steps.CompleteCut(claim, []));

        bench.LeaseOf(task, 0).State.ShouldBe(StepState.Running);
    }

    [Fact]
    public void ReclaimExpired_WorkerSentHeartbeat_LeavesTheStepToTheWorker()
    {
        var task = bench.AddCutTask();
        var claim = bench.Claim(task, 1);
        var seen = bench.LeaseOf(task, 1);
        bench.Beat(claim, 3, snapshot: null).ShouldBeTrue();
        var before = bench.AllRows();

        bench.ReclaimExpired(seen).ShouldBeFalse();

        bench.AllRows().ShouldBe(before);
        bench.Beat(claim, 4, snapshot: null).ShouldBeTrue();
    }

    [Fact]
    public void ReclaimExpired_ThirdTime_FailsTheTaskWithTheReason()
    {
        var task = bench.AddCutTask();
        foreach (var (worker, isQueuedAgain) in (ReadOnlySpan<(string, bool)>)[("w1", true), ("w2", true), ("w3", false)])
        {
            bench.Claim(task, 2, worker);
            bench.ReclaimExpired(bench.LeaseOf(task, 2)).ShouldBe(isQueuedAgain);
        }

        var row = bench.Find(task)!;
        row.State.ShouldBe(TaskState.Failed);
        row.Attempts.ShouldBe(3);
        row.Error.ShouldBe("given up after 3 attempts: the worker w3 stopped sending heartbeats while it was doing this step");
        row.FinishedUtc.ShouldNotBeNull();
        bench.Steps.Claim(new StepReference(task, TaskBench.Queue, 1), "w4").ShouldBeNull();
        bench.EventKinds(task).ShouldBe(["task_queued", "task_started", "task_failed"]);
    }

    [Fact]
    public void HandBack_AnyNumberOfTimes_CountsNoAttempt()
    {
        var task = bench.AddCutTask();
        for (var attempt = 0; attempt < 5; attempt++)
            bench.Steps.HandBack(bench.Claim(task, 1));

        bench.Claim(task, 1).Step.Attempts.ShouldBe(1);
        bench.Find(task)!.Attempts.ShouldBe(1);
    }

    [Fact]
    public void Claim_ByAWorkerThatRefusedTheStep_ReturnsNull()
    {
        var task = bench.AddCutTask();
        bench.Steps.Refuse(bench.Claim(task, 1, "w1"), "w1", "A_KRW/1H/2024.parquet is not as it was");

        bench.Steps.Claim(new StepReference(task, TaskBench.Queue, 1), "w1").ShouldBeNull();
        bench.Claim(task, 1, "w11").Step.Attempts.ShouldBe(1); // another worker, although its name begins like the first one's
    }

    [Fact]
    public async Task Claim_Concurrent_SucceedsOnce()
    {
        var task = bench.AddCutTask();

        var claims = await RunConcurrently(12, i => bench.Steps.Claim(new StepReference(task, TaskBench.Queue, 1), $"w{i}"));

        claims.Count(claim => claim is not null).ShouldBe(1);
    }

    [Fact]
    public async Task CompletePiece_LastTwoConcurrently_CreatesOneFinishStep()
    {
        for (var round = 0; round < 10; round++)
        {
            var task = bench.AddCutTask();
            StepClaim[] claims = [bench.Claim(task, 1), bench.Claim(task, 2)];

            var completions = await RunConcurrently(2, i => bench.Steps.CompletePiece(claims[i], "1", snapshot: null));

            completions.Count(end => end.IsFinish).ShouldBe(1);
            bench.Claim(task, 3).Step.Role.ShouldBe(StepRole.Finish);
        }
    }

    [Fact]
    public async Task Cancel_WhileTheTaskCompletes_OnlyOneSucceeds()
    {
        for (var round = 0; round < (Installation.IsSoak ? 300 : 20); round++)
        {
            var claim = bench.AddReadyToFinish();

            var outcomes = await RunConcurrently(2, i => i == 0 ? bench.Cancel(claim.Task.TaskId) : TryComplete(claim));

            outcomes.Count(succeeded => succeeded).ShouldBe(1);
            var row = bench.Find(claim.Task.TaskId)!;
            row.State.ShouldBe(outcomes[0] ? TaskState.Cancelled : TaskState.Completed);
            (row.Result is not null).ShouldBe(outcomes[1]);
            bench.EventKinds(claim.Task.TaskId).Count(kind => kind is "task_cancelled" or "task_completed").ShouldBe(1);
        }
    }

    [Fact]
    public void Heartbeat_UnitsDone_RaiseProgressAndNeverLowerIt()
    {
        var task = bench.AddCutTask(); // 10 and 30 units
        var first = bench.Claim(task, 1);
        var seen = new List<double>();
        foreach (var done in (ReadOnlySpan<long>)[0, 5, 10, 25])
            seen.Add(ProgressAfterBeat(first, done));
        bench.ReclaimExpired(bench.LeaseOf(task, 1));
        seen.Add(ProgressAfterBeat(bench.Claim(task, 1), 5));

        seen.ShouldBe([0, 0.11875, 0.2375, 0.2375, 0.2375], 1e-12);

        double ProgressAfterBeat(StepClaim claim, long done)
        {
            bench.Beat(claim, done, snapshot: null).ShouldBeTrue();
            return bench.Find(task)!.Progress;
        }
    }

    [Fact]
    public void Heartbeat_TwoWorkers_ProgressExcludesUnitsOfADeadWorker()
    {
        var task = bench.AddCutTask(); // 10 and 30 units
        var (first, second) = (bench.Claim(task, 1, "w1"), bench.Claim(task, 2, "w2"));
        bench.Beat(first, 5);
        bench.Beat(second, 15);
        bench.Find(task)!.Progress.ShouldBe(0.95 * 20 / 40, 1e-12);

        bench.ReclaimExpired(bench.LeaseOf(task, 1)).ShouldBeTrue();
        first = bench.Claim(task, 1, "w3");
        bench.Beat(second, 30);
        bench.Find(task)!.Progress.ShouldBe(0.95 * 30 / 40, 1e-12);

        bench.Steps.CompletePiece(second, "2", snapshot: null);
        bench.Beat(first, 4);
        bench.Find(task)!.Progress.ShouldBe(0.95 * 34 / 40, 1e-12);
        bench.Steps.CompletePiece(first, "1", snapshot: null);
        bench.Beat(bench.Claim(task, 3), 1); // the last step has two units, one for each piece
        bench.Find(task)!.Progress.ShouldBe(0.975, 1e-12);
    }

    [Fact]
    public void Heartbeat_TaskCutByAnEarlierVersion_RaisesProgressOnlyInTheLastStep()
    {
        var task = bench.AddCutTask();
        bench.RemoveUnitSums(task);
        var pieces = (bench.Claim(task, 1), bench.Claim(task, 2));

        bench.Beat(pieces.Item1, 5).ShouldBeTrue();
        bench.Find(task)!.Progress.ShouldBe(0);
        bench.Steps.CompletePiece(pieces.Item1, "1", snapshot: null);
        bench.Steps.CompletePiece(pieces.Item2, "2", snapshot: null);
        bench.Beat(bench.Claim(task, 3), 1).ShouldBeTrue();

        bench.Find(task)!.Progress.ShouldBe(0.975, 1e-12);
    }

    [Fact]
    public async Task Add_SameKeyConcurrently_CreatesOneTask()
    {
        var added = await RunConcurrently(40, _ => bench.AddTask(new TaskRequest("{}") { Key = "one" }));

        added.Count(each => each.IsNew).ShouldBe(1);
        added.Select(each => each.Task.TaskId).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Add_SameKeyForTwoRequests_AcceptsOnlyOneOfThem()
    {
        for (var round = 0; round < 10; round++)
        {
            var key = $"two {round}";

            var added = await RunConcurrently(8, i => TryAdd(key, $"{i % 2}"));

            added.Count(each => each is not null).ShouldBe(4);
            added.Where(each => each is not null).Distinct().ShouldHaveSingleItem();
        }
    }

    [Fact]
    public void Prune_EndedTasks_RemovesTheirStepsToo()
    {
        var ended = bench.AddCutTask();
        bench.Cancel(ended);
        var active = bench.AddCutTask();
        var now = bench.Clock.GetUtcNow().ToUnixTimeMilliseconds() * 1_000;

        bench.Prune(now).ShouldBe(0);
        bench.Prune(now + 1).ShouldBe(1);

        bench.Find(ended).ShouldBeNull();
        bench.Pieces(ended).ShouldBeEmpty();
        bench.AllRows().ShouldNotContain("\"TaskNumber\":0");
        bench.Pieces(active).Count.ShouldBe(2);
    }

    private string? TryAdd(string key, string request)
    {
        try
        {
            return bench.AddTask(new TaskRequest(request) { Key = key }).Task.TaskId;
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
            bench.Complete(claim);
            return true;
        }
        catch (LeaseLostException)
        {
            return false;
        }
    }

    private void ShouldChangeNothing(StepClaim claim, string write)
    {
        var before = bench.AllRows();
        switch (write)
        {
            case "heartbeat":
                bench.Beat(claim, 9, "{}").ShouldBeFalse();
                break;
            case "hand back":
                bench.Steps.HandBack(claim);
                break;
            case "refuse":
                bench.Steps.Refuse(claim, "late", "a file");
                break;
            case "retry":
                bench.Steps.Retry(claim, "an error");
                break;
            default:
                Should.Throw<LeaseLostException>(() => EndStep(claim, write));
                break;
        }

        bench.AllRows().ShouldBe(before);
    }

    private void EndStep(StepClaim claim, string write)
    {
        switch (write)
        {
            case "complete cut":
                bench.Steps.CompleteCut(claim, [new StepPlan("{}", 1)]);
                break;
            case "complete piece":
                bench.Steps.CompletePiece(claim, "{}", snapshot: null);
                break;
            case "complete task":
                bench.Complete(claim);
                break;
            case "fail":
                bench.Steps.FailTask(claim, "an error");
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
