using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Platform.Leases;
using Bokgi.Host.Tasks;
using Bokgi.Host.Tasks.Store;
using Bokgi.IntegrationTests.Store;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Tasks;

public sealed class SqliteStepStoreTests(SqliteStore house) : StepStoreTests(house), IClassFixture<SqliteStore>;

public sealed class PostgresStepStoreTests(PostgresStore house) : StepStoreTests(house), IClassFixture<PostgresStore>;

/// <summary>A step has one owner at a time, and a former owner cannot write. Runs on each database engine.</summary>
public abstract class StepStoreTests(StoreFixture house)
{
    private readonly TaskBench bench = new(house);

    [Theory]
    [InlineData("beat")]
    [InlineData("complete piece")]
    [InlineData("hand back")]
    [InlineData("refuse")]
    [InlineData("retry")]
    [InlineData("fail")]
    public void Write_PieceTakenOverByAnother_IsRefusedAndChangesNothing(string write)
    {
        var task = bench.AddCut();
        var late = bench.Claim(task, 1, "late");
        bench.ReclaimExpired(bench.Sight(task, 1)).ShouldBeTrue();

        ShouldChangeNothing(late, write); // queued again
        bench.Claim(task, 1, "other");
        ShouldChangeNothing(late, write); // claimed by another worker
        bench.Cancel(task).ShouldBeTrue();
        ShouldChangeNothing(late, write); // cancelled
    }

    [Theory]
    [InlineData("beat")]
    [InlineData("complete task")]
    [InlineData("fail")]
    [InlineData("hand back")]
    [InlineData("refuse")]
    [InlineData("retry")]
    public void Write_TaskCancelled_IsRefusedAndChangesNothing(string write)
    {
        var claim = bench.AddToFinish();
        bench.Cancel(claim.Task.TaskId).ShouldBeTrue();

        ShouldChangeNothing(claim, write);
        bench.Find(claim.Task.TaskId)!.State.ShouldBe(TaskState.Cancelled);
    }

    [Theory]
    [InlineData("beat")]
    [InlineData("complete cut")]
    [InlineData("hand back")]
    [InlineData("fail")]
    public void Write_StepDoneAlready_IsRefusedAndChangesNothing(string write)
    {
        var task = bench.Add();
        var claim = bench.Claim(task, 0);
        bench.Steps.CompleteCut(claim, [new PiecePlan("{}", 1)]);

        ShouldChangeNothing(claim, write);
    }

    [Fact]
    public void CompleteCut_IntoNoPieces_IsRefusedAndLeavesTheStepItsOwners()
    {
        var task = bench.Add();
        var claim = bench.Claim(task, 0);

        Should.Throw<ArgumentException>(() => bench.Steps.CompleteCut(claim, []));

        bench.Sight(task, 0).State.ShouldBe(StepState.Running);
    }

    [Fact]
    public void TakeFromDead_WorkerBeatMeanwhile_LeavesItTheStep()
    {
        var task = bench.AddCut();
        var claim = bench.Claim(task, 1);
        var seen = bench.Sight(task, 1);
        bench.Beat(claim, 3, snapshot: null).ShouldBeTrue();
        var before = bench.Rows();

        bench.ReclaimExpired(seen).ShouldBeFalse();

        bench.Rows().ShouldBe(before);
        bench.Beat(claim, 4, snapshot: null).ShouldBeTrue();
    }

    [Fact]
    public void TakeFromDead_ThirdTime_FailsTheTaskWithTheReason()
    {
        var task = bench.AddCut();
        foreach (var (worker, isQueuedAgain) in (ReadOnlySpan<(string, bool)>)[("w1", true), ("w2", true), ("w3", false)])
        {
            bench.Claim(task, 2, worker);
            bench.ReclaimExpired(bench.Sight(task, 2)).ShouldBe(isQueuedAgain);
        }

        var row = bench.Find(task)!;
        row.State.ShouldBe(TaskState.Failed);
        row.Attempts.ShouldBe(3);
        row.Error.ShouldBe("given up after 3 attempts: the worker w3 stopped sending heartbeats while it was doing this step");
        row.FinishedUtc.ShouldNotBeNull();
        bench.Steps.Claim(new StepReference(task, TaskBench.Queue, 1), "w4").ShouldBeNull();
        bench.Told(task).ShouldBe(["task_queued", "task_started", "task_failed"]);
    }

    [Fact]
    public void HandBack_AnyNumberOfTimes_IsNoAttempt()
    {
        var task = bench.AddCut();
        for (var time = 0; time < 5; time++)
            bench.Steps.HandBack(bench.Claim(task, 1));

        bench.Claim(task, 1).Step.Attempts.ShouldBe(1);
        bench.Find(task)!.Attempts.ShouldBe(1);
    }

    [Fact]
    public void Refuse_TheWorkerItself_DoesNotGetTheStepAgain()
    {
        var task = bench.AddCut();
        bench.Steps.Refuse(bench.Claim(task, 1, "w1"), "w1", "A_KRW/1H/2024.parquet is not as it was");

        bench.Steps.Claim(new StepReference(task, TaskBench.Queue, 1), "w1").ShouldBeNull();
        bench.Claim(task, 1, "w11").Step.Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task Claim_ManyAtOnce_IsGivenToOne()
    {
        var task = bench.AddCut();

        var claims = await AtOnce(12, i => bench.Steps.Claim(new StepReference(task, TaskBench.Queue, 1), $"w{i}"));

        claims.Count(claim => claim is not null).ShouldBe(1);
    }

    [Fact]
    public async Task CompletePiece_LastOnesAtOnce_MakeOneLastStep()
    {
        for (var round = 0; round < 10; round++)
        {
            var task = bench.AddCut();
            StepClaim[] claims = [bench.Claim(task, 1), bench.Claim(task, 2)];

            var ends = await AtOnce(2, i => bench.Steps.CompletePiece(claims[i], "1", snapshot: null));

            ends.Count(end => end.IsFinish).ShouldBe(1);
            bench.Claim(task, 3).Step.Role.ShouldBe(StepRole.Finish);
        }
    }

    [Fact]
    public async Task Cancel_AsTheTaskIsCompleted_OnlyOneOfBothIsSo()
    {
        for (var round = 0; round < (Installation.IsSoak ? 300 : 20); round++)
        {
            var claim = bench.AddToFinish();

            var outcomes = await AtOnce(2, i => i == 0 ? bench.Cancel(claim.Task.TaskId) : IsCompleted(claim));

            outcomes.Count(isSo => isSo).ShouldBe(1);
            var row = bench.Find(claim.Task.TaskId)!;
            row.State.ShouldBe(outcomes[0] ? TaskState.Cancelled : TaskState.Completed);
            (row.Result is not null).ShouldBe(outcomes[1]);
            bench.Told(claim.Task.TaskId).Count(kind => kind is "task_cancelled" or "task_completed").ShouldBe(1);
        }
    }

    [Fact]
    public void Beat_Progress_ComesFromUnitsAndNeverFalls()
    {
        var task = bench.AddCut(); // 10 and 30 units
        var first = bench.Claim(task, 1);
        var seen = new List<double>();
        foreach (var done in (ReadOnlySpan<long>)[0, 5, 10, 25])
            seen.Add(AfterBeat(first, done));
        bench.ReclaimExpired(bench.Sight(task, 1));
        seen.Add(AfterBeat(bench.Claim(task, 1), 5));

        seen.ShouldBe([0, 0.11875, 0.2375, 0.2375, 0.2375], 1e-12);

        double AfterBeat(StepClaim claim, long done)
        {
            bench.Beat(claim, done, snapshot: null).ShouldBeTrue();
            return bench.Find(task)!.Progress;
        }
    }

    [Fact]
    public void Beat_ProgressOfTwoWorkers_IsTheSumWithoutTheLostUnitsOfADeadOne()
    {
        var task = bench.AddCut(); // 10 and 30 units
        var (first, second) = (bench.Claim(task, 1, "w1"), bench.Claim(task, 2, "w2"));
        bench.Beat(first, 5);
        bench.Beat(second, 15);
        bench.Find(task)!.Progress.ShouldBe(0.95 * 20 / 40, 1e-12);

        bench.ReclaimExpired(bench.Sight(task, 1)).ShouldBeTrue();
        first = bench.Claim(task, 1, "w3");
        bench.Beat(second, 30);
        bench.Find(task)!.Progress.ShouldBe(0.95 * 30 / 40, 1e-12);

        bench.Steps.CompletePiece(second, "2", snapshot: null);
        bench.Beat(first, 4);
        bench.Find(task)!.Progress.ShouldBe(0.95 * 34 / 40, 1e-12);
        bench.Steps.CompletePiece(first, "1", snapshot: null);
        bench.Beat(bench.Claim(task, 3), 1); // of two, for two pieces
        bench.Find(task)!.Progress.ShouldBe(0.975, 1e-12);
    }

    [Fact]
    public void Beat_TaskCutByAnEarlierVersion_LeavesTheProgressToTheLastStep()
    {
        var task = bench.AddCut();
        bench.ForgetSums(task);
        var pieces = (bench.Claim(task, 1), bench.Claim(task, 2));

        bench.Beat(pieces.Item1, 5).ShouldBeTrue();
        bench.Find(task)!.Progress.ShouldBe(0);
        bench.Steps.CompletePiece(pieces.Item1, "1", snapshot: null);
        bench.Steps.CompletePiece(pieces.Item2, "2", snapshot: null);
        bench.Beat(bench.Claim(task, 3), 1).ShouldBeTrue();

        bench.Find(task)!.Progress.ShouldBe(0.975, 1e-12);
    }

    [Fact]
    public async Task Add_OneKeyAtOnce_IsOneTask()
    {
        var added = await AtOnce(40, _ => bench.AddTask(new TaskRequest("{}") { Key = "one" }));

        added.Count(each => each.IsNew).ShouldBe(1);
        added.Select(each => each.Task.TaskId).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Add_OneKeyForTwoRequestsAtOnce_IsRefusedToOneOfThem()
    {
        for (var round = 0; round < 10; round++)
        {
            var key = $"two {round}";

            var added = await AtOnce(8, i => Add(key, $"{i % 2}"));

            added.Count(each => each is not null).ShouldBe(4);
            added.Where(each => each is not null).Distinct().ShouldHaveSingleItem();
        }
    }

    [Fact]
    public void Prune_EndedTasks_GoWithTheirSteps()
    {
        var ended = bench.AddCut();
        bench.Cancel(ended);
        var active = bench.AddCut();
        var now = bench.Clock.GetUtcNow().ToUnixTimeMilliseconds() * 1_000;

        bench.Prune(now).ShouldBe(0);
        bench.Prune(now + 1).ShouldBe(1);

        bench.Find(ended).ShouldBeNull();
        bench.Pieces(ended).ShouldBeEmpty();
        bench.Rows().ShouldNotContain("\"TaskNumber\":0");
        bench.Pieces(active).Count.ShouldBe(2);
    }

    private string? Add(string key, string request)
    {
        try
        {
            return bench.AddTask(new TaskRequest(request) { Key = key }).Task.TaskId;
        }
        catch (RefusedInputException)
        {
            return null;
        }
    }

    private bool IsCompleted(StepClaim claim)
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
        var before = bench.Rows();
        switch (write)
        {
            case "beat":
                bench.Beat(claim, 9, "{}").ShouldBeFalse();
                break;
            case "hand back":
                bench.Steps.HandBack(claim);
                break;
            case "refuse":
                bench.Steps.Refuse(claim, "late", "a file");
                break;
            case "retry":
                bench.Steps.Retry(claim, "trouble");
                break;
            default:
                Should.Throw<LeaseLostException>(() => End(claim, write));
                break;
        }

        bench.Rows().ShouldBe(before);
    }

    private void End(StepClaim claim, string write)
    {
        switch (write)
        {
            case "complete cut":
                bench.Steps.CompleteCut(claim, [new PiecePlan("{}", 1)]);
                break;
            case "complete piece":
                bench.Steps.CompletePiece(claim, "{}", snapshot: null);
                break;
            case "complete task":
                bench.Complete(claim);
                break;
            case "fail":
                bench.Steps.FailTask(claim, "trouble");
                break;
            default:
                throw new ArgumentException(write, nameof(write));
        }
    }

    private static async Task<T[]> AtOnce<T>(int count, Func<int, T> action)
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
