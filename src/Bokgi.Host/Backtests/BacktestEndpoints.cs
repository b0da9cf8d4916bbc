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
        services.AddSingleton<RunTimeEstimate>();
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
                "Replays a strategy and keeps the run",
                "Answers when the run is done, with every figure; one that would take longer than RUN_SYNC_SECONDS is handed over instead, as by run-async. A symbol without candles is told in warnings; 404 when none has any in the range, 400 when a file of candles is damaged.",
                400,
                404
            );
        runs.MapPost("/run-async", Enqueue)
            .Needs(Role.Trader)
            .TakesBody(BodyLimit.Large)
            .Describe(
                "Takes a run on, to be made by whichever worker is free",
                "202 as soon as it is kept for sure; Location tells where it can be followed. The same Idempotency-Key gives the same task again."
            );
        runs.MapGet("/tasks/{taskId}/positions", Positions)
            .Needs(Role.Viewer)
            .Describe(
                "What a task's backtest holds and has traded so far",
                "As of its latest progress: symbols are replayed one after the other, so positions stand at different times.",
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
        if (submission.IsNeeded(plan, cancel))
        {
            var task = await submission.SubmitAsync(plan, key: null, cancel);
            response.Changes(task.TaskId);
            return TaskEndpoints.Accepted(task);
        }

        var run = await recording.RunAsync(plan, Environment.ProcessorCount, observer: null, cancel);
        response.Changes(run.RunId);
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
        response.Changes(task.TaskId);
        return TaskEndpoints.Accepted(task);
    }

    private static async Task<Results<Ok<PositionsDocument>, ProblemHttpResult>> Positions(string taskId, TaskStore tasks) =>
        await tasks.FindAsync(taskId) is { Kind: BacktestTask.KindName } task
            ? TypedResults.Ok(PositionsDocument.Of(task, await tasks.PiecesAsync(taskId)))
            : TaskEndpoints.Missing(taskId);
}
