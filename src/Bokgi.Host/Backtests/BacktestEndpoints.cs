using Bokgi.Host.Backtests.Queued;
using Bokgi.Host.Runs;
using Bokgi.Host.Runs.Documents;
using Bokgi.Host.Runs.Requests;
using Bokgi.Host.Tasks;
using Bokgi.Host.Tasks.Documents;
using Bokgi.Host.Tasks.Store;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Bokgi.Host.Backtests;

internal static class BacktestEndpoints
{
    public static void AddBacktests(this IServiceCollection services)
    {
        services.AddSingleton<BacktestReader>();
        services.AddSingleton<BacktestRunner>();
        services.AddSingleton<RunRecording>();
        services.AddSingleton<RunTimeEstimator>();
        services.AddSingleton<BacktestSubmission>();
        services.AddSingleton<ITaskKind, BacktestTask>();
    }

    public static void MapBacktests(this IEndpointRouteBuilder routes)
    {
        var runs = RunEndpoints.Group(routes);
        runs.MapPost("/run", Run)
            .Needs(Role.Trader)
            .TakesBody(BodyLimit.Large)
            .LimitsConcurrency()
            .Describe(
                "Runs a backtest and stores it",
                "Responds with all figures when the run is done; a run that would take longer than RUN_SYNC_SECONDS is queued instead, as by run-async. Symbols without candles are listed in warnings; 404 if no symbol has any in the range, 400 if a candle file is damaged.",
                400,
                404
            );
        runs.MapPost("/run-async", Enqueue)
            .Needs(Role.Trader)
            .TakesBody(BodyLimit.Large)
            .Describe(
                "Queues a backtest for the next free worker",
                "202 as soon as the task is safely stored; Location is the address of its status. A repeated Idempotency-Key returns the same task."
            );
        runs.MapGet("/tasks/{taskId}/positions", Positions)
            .Needs(Role.Viewer)
            .Describe(
                "Open positions and trades so far of a queued backtest",
                "As of its latest progress. Symbols are replayed one after the other, so their positions are at different times.",
                404
            );
    }

    private static async Task<Results<Ok<RunDocument>, Accepted<TaskReceipt>>> Run(
        JsonBody<BacktestForm> body,
        BacktestReader reader,
        RunRecording recording,
        BacktestSubmission submission,
        HttpResponse response,
        CancellationToken cancel
    )
    {
        var plan = reader.Read(body.Value);
        if (submission.ShouldQueue(plan, cancel))
        {
            var task = await submission.SubmitAsync(plan, key: null, cancel);
            response.SetAuditSubject(task.TaskId);
            return TaskEndpoints.Accepted(task);
        }

        var run = await recording.RunAsync(plan, Environment.ProcessorCount, observer: null, cancel);
        response.SetAuditSubject(run.RunId);
        return TypedResults.Ok(run);
    }

    private static async Task<Accepted<TaskReceipt>> Enqueue(
        JsonBody<BacktestForm> body,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        BacktestReader reader,
        BacktestSubmission submission,
        HttpResponse response,
        CancellationToken cancel
    )
    {
        var key = IdempotencyKey.Check(idempotencyKey);
        var plan = reader.Read(body.Value); // rejects invalid requests at once, not later in the task
        var task = await submission.SubmitAsync(plan, key, cancel);
        response.SetAuditSubject(task.TaskId);
        return TaskEndpoints.Accepted(task);
    }

    private static async Task<Results<Ok<PositionsDocument>, ProblemHttpResult>> Positions(string taskId, TaskStore tasks) =>
        await tasks.FindAsync(taskId) is { Kind: BacktestTask.KindName } task
            ? TypedResults.Ok(PositionsDocument.Of(task, await tasks.ListPiecesAsync(taskId)))
            : TaskEndpoints.TaskNotFound(taskId);
}
