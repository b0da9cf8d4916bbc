using System.Text.Json;
using Bokgi.Host.Platform.Events;
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

/// <summary>Tasks on an emptied database, with a clock and a queue of their own and nobody at work.</summary>
internal sealed class TaskBench
{
    public const string Queue = "backtest-queue";

    private static readonly PiecePlan[] TwoPieces = [new("{}", 10), new("{}", 30)];

    private readonly StoreFixture house;
    private readonly EventLog events;
    private InMemoryStorage storage = new();

    public TaskBench(StoreFixture house)
    {
        this.house = house;
        events = new EventLog(house.Database, new EventWakeSignal(), Clock);
        using var context = house.Database.Open();
        context.Set<TaskRow>().ExecuteDelete();
        context.Set<WorkerRow>().ExecuteDelete();
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2024, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public StillTask Kind { get; } = new();

    public TaskStore Tasks => new(house.Database, events, Clock);

    public StepStore Steps => new(house.Database, events, Clock);

    public StepLeaseStore Sights => new(house.Database, events, Clock);

    public WorkerStore Workers => new(house.Database, Clock);

    public TaskQueue Desk => new(Tasks, storage, [Kind], NullLogger<TaskQueue>.Instance);

    public TaskMonitor NewWatch() => new(Sights, Tasks, Desk, Workers, [Kind], house.Settings, Clock, NullLogger<TaskMonitor>.Instance);

    /// <summary>Takes a task on, of which nobody is told.</summary>
    public string Add(string? key = null, string request = "{}") => Tasks.Add(Kind, new TaskRequest(request) { Key = key }).Task.TaskId;

    public StepClaim Claim(string task, int position, string worker = "w1") =>
        Steps.Claim(new StepReference(task, Queue, position), worker).ShouldNotBeNull();

    /// <summary>Takes a task on and cuts it into two pieces.</summary>
    public string AddCut()
    {
        var task = Add();
        Steps.CompleteCut(Claim(task, 0), Queue, TwoPieces);
        return task;
    }

    /// <summary>A task whose pieces are done, and the claim on its last step.</summary>
    public StepClaim AddToFinish()
    {
        var task = AddCut();
        Steps.CompletePiece(Claim(task, 1), Queue, "1", snapshot: null);
        Steps.CompletePiece(Claim(task, 2), Queue, "2", snapshot: null).IsFinish.ShouldBeTrue();
        return Claim(task, 3);
    }

    /// <summary>Completes a task as kinds of work do: within a transaction.</summary>
    public void Complete(StepClaim claim)
    {
        using var context = house.Database.Open();
        using var transaction = context.Database.BeginTransaction();
        Steps.CompleteTask(context, claim, """{"run_id":"r"}""");
        transaction.Commit();
    }

    /// <summary>Takes all words out of the queue, as workers do who find that they are old.</summary>
    public void EmptyQueue() => storage = new InMemoryStorage();

    /// <summary>A task's step as a watch sees it.</summary>
    public StepLeaseView Sight(string task, int position) => Sights.Look().Single(each => each.TaskId == task && each.Position == position);

    /// <summary>Lets a worker be heard.</summary>
    public void Beat(string worker) =>
        Workers.Beat(
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
        );

    /// <summary>All rows of tasks, steps and events of tasks, to see whether anything has changed.</summary>
    public string Rows()
    {
        using var context = house.Database.Open();
        var tasks = context
            .Set<TaskRow>()
            .AsNoTracking()
            .Include(task => task.Steps.OrderBy(step => step.Number))
            .OrderBy(task => task.Number);
        var told = context.Set<EventRow>().AsNoTracking().OrderBy(row => row.Number);
        return JsonSerializer.Serialize(tasks.ToList()) + JsonSerializer.Serialize(told.ToList());
    }

    /// <summary>What is told of a task, in its order.</summary>
    public IReadOnlyList<string> Told(string task)
    {
        using var context = house.Database.Open();
        var topic = TaskEvents.Topic(task);
        return [.. context.Set<EventRow>().Where(row => row.Topic == topic).OrderBy(row => row.Number).Select(row => row.Kind)];
    }
}
