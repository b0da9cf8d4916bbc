using Bokgi.Host.Platform.Health;
using Bokgi.Host.Platform.Jobs;
using Bokgi.Host.Tasks.Documents;
using Bokgi.Host.Tasks.Store;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bokgi.Host.Tasks;

internal static class TaskEndpoints
{
    public static void AddTasks(this IServiceCollection services)
    {
        services.AddSingleton<TaskStore>();
        services.AddSingleton<StepStore>();
        services.AddSingleton<StepLeaseStore>();
        services.AddSingleton<WorkerStore>();
        services.AddSingleton<TaskQueue>();
        services.AddSingleton<IHealthCheck, QueueCheck>();
        services.AddSingleton<IHealthCheck, WorkerCheck>();
    }

    /// <summary>Makes this process work on tasks.</summary>
    public static void AddWorker(this IServiceCollection services, WorkerOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(_ => WorkerName.CreateForThisProcess());
        services.AddSingleton<StepRunner>();
        services.AddSingleton<TaskMonitor>();
        services.AddHostedService<WorkerService>();
    }

    public static void MapTasks(this IEndpointRouteBuilder routes)
    {
        var tasks = routes.MapGroup("/api/backtests").WithTags("tasks").ProducesProblem(503);
        tasks
            .MapGet("/status/{taskId}", Status)
            .Needs(Role.Viewer)
            .Describe(
                "The state of a task",
                "Progress counts bars that were actually processed and never decreases; a final status never changes.",
                404
            );
        tasks
            .MapGet("/tasks", List)
            .Needs(Role.Viewer)
            .Describe("The tasks, newest first", "Ended ones are kept for TASK_RESULT_TTL_DAYS.");
        tasks
            .MapDelete("/tasks/{taskId}", Cancel)
            .Needs(Role.Trader)
            .Describe("Cancels a task", "Running work stops within two seconds; 409 if the task has ended.", 404, 409);
        routes
            .MapGet("/api/workers", Workers)
            .Needs(Role.Viewer)
            .WithTags("tasks")
            .Describe("The processes that work on tasks", "With their last heartbeat; those without one for a day are deleted.", 503);
    }

    public static Accepted<TaskReceipt> Accepted(TaskRow task) =>
        TypedResults.Accepted($"/api/backtests/status/{task.TaskId}", TaskReceipt.Of(task));

    public static ProblemHttpResult TaskNotFound(string taskId) =>
        Problems.NotFound(
            $"there is no task '{Problems.SanitizeForMessage(taskId)}'; GET /api/backtests/tasks lists them, and ended ones are deleted after TASK_RESULT_TTL_DAYS"
        );

    private static async Task<Results<Ok<TaskDocument>, ProblemHttpResult>> Status(string taskId, TaskStore tasks) =>
        await tasks.FindAsync(taskId) is { } task
            ? TypedResults.Ok(TaskDocument.Of(task) with { WaitsFor = await tasks.FindBlockingErrorAsync(task) })
            : TaskNotFound(taskId);

    private static async Task<Ok<Page<TaskDocument>>> List([AsParameters] TaskQuery query, TaskStore tasks)
    {
        var (state, paging) = query.Read();
        var (total, rows) = await tasks.ListAsync(state, paging);
        return TypedResults.Ok(new Page<TaskDocument>(total, paging.Limit, paging.Offset, [.. rows.Select(TaskDocument.Of)]));
    }

    private static async Task<Results<Ok<TaskDocument>, ProblemHttpResult>> Cancel(string taskId, TaskStore tasks)
    {
        if (await tasks.CancelAsync(taskId) is not { } outcome)
            return TaskNotFound(taskId);
        return outcome.IsCancelled
            ? TypedResults.Ok(TaskDocument.Of(outcome.Task))
            : throw new ConflictException(
                $"the task has ended as {WireNames.Of(outcome.Task.State)}; only queued and running tasks can be cancelled"
            );
    }

    private static async Task<Ok<WorkerList>> Workers(WorkerStore workers)
    {
        WorkerDocument[] documents = [.. (await workers.ListAsync()).Select(row => WorkerDocument.Of(row, workers.IsAlive(row)))];
        return TypedResults.Ok(new WorkerList(documents, documents.Length));
    }
}
