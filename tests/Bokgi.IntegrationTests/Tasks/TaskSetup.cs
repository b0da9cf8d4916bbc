using System.Text.Json;
using Bokgi.Host.Platform.Events.Store;
using Bokgi.Host.Tasks;
using Bokgi.Host.Tasks.Store;
using Bokgi.IntegrationTests.Store;
using Hangfire.InMemory;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Shouldly;

namespace Bokgi.IntegrationTests.Tasks;

/// <summary>Tasks in an emptied database, with a manual clock, a queue in memory and no workers.</summary>
internal sealed class TaskSetup
{
    public const string Queue = "backtest-queue";

    private static readonly StepPlan[] TwoPieces = [new("{}", 10), new("{}", 30)];

    private readonly StoreFixture fixture;
    private readonly EventLog events;
    private InMemoryStorage storage = CreateQueueStorage();

    public TaskSetup(StoreFixture fixture)
    {
        this.fixture = fixture;
        events = new EventLog(Clock);
        using var context = fixture.Database.Open();
        context.Set<TaskRow>().ExecuteDelete();
        context.Set<WorkerRow>().ExecuteDelete();
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2024, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public ManualTask Kind { get; } = new();

    public TaskStore Tasks => new(fixture.Database, events, Clock);

    public StepStore Steps => new(fixture.Database, events, Clock);

    /// <summary>The step store of a worker whose clock is wrong by this many hours.</summary>
    public StepStore CreateStepStoreWithClockOffset(int hours) =>
        new(fixture.Database, events, new FakeTimeProvider(Clock.GetUtcNow().AddHours(hours)));

    public StepLeaseStore Leases => new(fixture.Database, events, Clock);

    public WorkerStore Workers => new(fixture.Database, Clock);

    public TaskQueue TaskQueue => new(Tasks, storage, [Kind], NullLogger<TaskQueue>.Instance);

    public TaskMonitor CreateMonitor() =>
        new(Leases, Tasks, TaskQueue, Workers, [Kind], fixture.Settings, Clock, NullLogger<TaskMonitor>.Instance);

    /// <summary>Adds a task without sending a message to the queue.</summary>
    public string Add(string? key = null, string request = "{}") => AddTask(new TaskRequest(request) { Key = key }).Task.TaskId;

    public (TaskRow Task, bool IsNew) AddTask(TaskRequest request) => Tasks.AddAsync(Kind, request).GetAwaiter().GetResult();

    public TaskRow? Find(string task) => Tasks.FindAsync(task).GetAwaiter().GetResult();

    public string? LastError(string task) => Tasks.FindBlockingErrorAsync(Find(task)!).GetAwaiter().GetResult();

    public IReadOnlyList<PieceStatus> Pieces(string task) => Tasks.ListPiecesAsync(task).GetAwaiter().GetResult();

    public bool Cancel(string task) => Tasks.CancelAsync(task).GetAwaiter().GetResult()!.Value.IsCancelled;

    public int Prune(long beforeUtc) => Tasks.PruneAsync(beforeUtc).GetAwaiter().GetResult();

    /// <summary>Records a heartbeat of a step; false if the claim has been lost.</summary>
    public bool RecordHeartbeat(StepClaim claim, long unitsDone, string? snapshot = null) =>
        Steps.RecordHeartbeatAsync(claim, unitsDone, snapshot).GetAwaiter().GetResult();

    public bool ReclaimExpired(StepLeaseView view) => Leases.ReclaimExpiredAsync(view).GetAwaiter().GetResult();

    /// <summary>Makes a monitor poll once.</summary>
    public static void Poll(TaskMonitor monitor) => monitor.PollAsync().GetAwaiter().GetResult();

    public StepClaim Claim(string task, int position, string worker = "w1") =>
        Steps.Claim(new StepReference(task, Queue, position), worker).ShouldNotBeNull();

    /// <summary>Adds a task and cuts it into two pieces.</summary>
    public string AddCutTask()
    {
        var task = Add();
        Steps.CompleteCut(Claim(task, 0), TwoPieces);
        return task;
    }

    /// <summary>Adds a task whose pieces are done, and returns the claim on its last step.</summary>
    public StepClaim AddReadyToFinish()
    {
        var task = AddCutTask();
        Steps.CompletePiece(Claim(task, 1), "1", snapshot: null);
        Steps.CompletePiece(Claim(task, 2), "2", snapshot: null).IsFinish.ShouldBeTrue();
        return Claim(task, 3);
    }

    /// <summary>Completes a task within a transaction, as task kinds do.</summary>
    public void Complete(StepClaim claim)
    {
        using var context = fixture.Database.Open();
        using var transaction = context.Database.BeginTransaction();
        Steps.CompleteTask(context, claim, """{"run_id":"r"}""");
        transaction.Commit();
    }

    /// <summary>Sets the sums of a task's units, which its cutting step stores, to 1, because earlier versions did not record the sums.</summary>
    public void RemoveUnitSums(string task)
    {
        using var context = fixture.Database.Open();
        context
            .Set<TaskStepRow>()
            .Where(step =>
                step.Role == StepRole.Cut && context.Set<TaskRow>().Any(row => row.TaskId == task && row.Number == step.TaskNumber)
            )
            .ExecuteUpdate(set => set.SetProperty(step => step.Units, 1).SetProperty(step => step.UnitsDone, 1));
    }

    /// <summary>Removes all messages from the queue, as if workers had received them and found them outdated.</summary>
    public void EmptyQueue() => storage = CreateQueueStorage();

    /// <summary>
    /// Creates a queue in memory. The queue's thread never ends, so it must not capture the context of the running test, which refers to the
    /// test's servers.
    /// </summary>
    public static InMemoryStorage CreateQueueStorage()
    {
        using (ExecutionContext.SuppressFlow())
            return new InMemoryStorage();
    }

    /// <summary>A task's step as a monitor sees it.</summary>
    public StepLeaseView LeaseOf(string task, int position) =>
        Leases
            .ListActiveAsync()
            .GetAwaiter()
            .GetResult()
            .Single(step => step.Reference.TaskId == task && step.Reference.Position == position);

    /// <summary>Records a heartbeat of a worker, which counts as alive until it misses two.</summary>
    public void RecordHeartbeat(string worker) =>
        Workers
            .RecordHeartbeatAsync(
                new WorkerRow
                {
                    Name = worker,
                    Host = "h",
                    ProcessId = 1,
                    Kind = "worker",
                    Concurrency = 1,
                    Queues = Queue,
                    Running = 0,
                    HeartbeatSeconds = 30,
                    StartedUtc = 0,
                    HeartbeatUtc = Clock.GetUtcNow().ToUnixTimeMilliseconds() * 1_000,
                }
            )
            .GetAwaiter()
            .GetResult();

    /// <summary>All rows of tasks, steps and events, to see whether anything has changed.</summary>
    public string AllRows()
    {
        using var context = fixture.Database.Open();
        var tasks = context
            .Set<TaskRow>()
            .AsNoTracking()
            .Include(task => task.Steps.OrderBy(step => step.Number))
            .OrderBy(task => task.Number);
        var eventRows = context.Set<EventRow>().AsNoTracking().OrderBy(row => row.Number);
        return JsonSerializer.Serialize(tasks.ToList()) + JsonSerializer.Serialize(eventRows.ToList());
    }

    /// <summary>The number of steps in the database, including any whose task is gone.</summary>
    public int CountSteps()
    {
        using var context = fixture.Database.Open();
        return context.Set<TaskStepRow>().Count();
    }

    /// <summary>The kinds of a task's events, in their order.</summary>
    public IReadOnlyList<string> EventKinds(string task)
    {
        using var context = fixture.Database.Open();
        var topic = TaskEvents.Topic(task);
        return [.. context.Set<EventRow>().Where(row => row.Topic == topic).OrderBy(row => row.Number).Select(row => row.Kind)];
    }
}
