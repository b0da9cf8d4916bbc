using Bokgi.Host.Platform.Exchanges;
using Bokgi.Host.Platform.Schedules;
using Bokgi.Host.Tasks;
using Bokgi.Host.Tasks.Documents;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Bokgi.Host.Collection;

internal static class CollectionEndpoints
{
    public static void AddCollection(this IServiceCollection services)
    {
        services.AddSingleton<CandleCollector>();
        services.AddSingleton<CollectionReader>();
        services.AddSingleton<CollectionSplitter>();
        services.AddSingleton<ITaskKind, CollectionTask>();
    }

    public static void AddCollectionSchedule(this IServiceCollection services)
    {
        services.AddSingleton<ScheduledCollection>();
        services.AddSingleton<IScheduledJob, CollectionJob>();
    }

    public static void MapCollection(this IEndpointRouteBuilder routes)
    {
        var data = routes.MapGroup("/api/data").WithTags("data").ProducesProblem(503);
        data.MapPost("/collect", Collect)
            .Needs(Role.Trader)
            .TakesBody(BodyLimit.Large)
            .Describe(
                "Accepts a candle collection",
                "202 once the task is stored; Location is the address of its status. Bars that are stored or known to be absent are not fetched again, stored bars are never lost, and forming bars are never stored. The task waits while the exchange is unavailable. The same Idempotency-Key returns the same task.",
                404
            );
        data.MapGet("/collection", Show)
            .Needs(Role.Viewer)
            .Describe(
                "The state of the candle collection",
                "The daily schedule with its last and next run, whether the exchanges answer, and the series collected from them, by symbol."
            );
        data.MapPost("/collection/trigger", Trigger)
            .Needs(Role.Trader)
            .Describe(
                "Starts the scheduled collection now",
                "409 while the previous one is running, 422 if there is nothing to collect.",
                409
            );
        routes
            .MapGet("/api/v1/monitoring/scheduler", ShowSchedule)
            .WithTags("monitoring")
            .ProducesProblem(503)
            .Needs(Role.Viewer)
            .Describe("What the server starts by itself", "When each schedule ran last and runs next, with its last task.");
    }

    private static async Task<Ok<SchedulerDocument>> ShowSchedule(
        HostSettings settings,
        ScheduledCollection collection,
        Schedule schedule
    ) =>
        TypedResults.Ok(
            new SchedulerDocument(
                await ReadScheduleAsync(settings, collection, schedule),
                [.. (await schedule.ListAsync()).Select(job => SchedulerDocument.JobDocument.Of(job.Row, job.NextUtc))]
            )
        );

    private static async Task<CollectionDocument.ScheduleDocument> ReadScheduleAsync(
        HostSettings settings,
        ScheduledCollection collection,
        Schedule schedule
    ) =>
        CollectionDocument.ScheduleDocument.Of(
            settings.Scheduler,
            schedule.FindNextTime(CollectionJob.JobName),
            await collection.FindLastTaskAsync()
        );

    private static async Task<Accepted<TaskReceipt>> Collect(
        JsonBody<CollectionForm> body,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        CollectionReader reader,
        TaskQueue queue,
        HttpResponse response
    )
    {
        var key = IdempotencyKey.Check(idempotencyKey);
        // Lists the symbols explicitly, so that symbols added later are not included.
        var request = new TaskRequest(JsonSerializer.Serialize(reader.Read(body.Value), JsonFormat.Compact))
        {
            ComparedText = JsonSerializer.Serialize(body.Value, JsonFormat.Compact),
            Key = key,
        };
        var task = await queue.SubmitAsync(CollectionTask.KindName, request);
        response.SetAuditSubject(task.TaskId);
        return TaskEndpoints.Accepted(task);
    }

    private static async Task<Ok<CollectionDocument>> Show(
        [AsParameters] CollectionQuery query,
        HostSettings settings,
        CandleLake lake,
        ScheduledCollection collection,
        Schedule schedule,
        ExchangeConnections exchanges
    )
    {
        var (symbol, timeframe, paging) = query.Read();
        var series = CollectedSeries
            .All(lake)
            .Where(each => symbol is null || each.Series.Symbol == symbol)
            .Where(each => timeframe is null || each.Series.Timeframe == timeframe)
            .ToList();
        return TypedResults.Ok(
            new CollectionDocument(
                await ReadScheduleAsync(settings, collection, schedule),
                [.. ExchangeCatalogue.Names.Select(name => CollectionDocument.ExchangeDocument.Of(name, exchanges.GetOrOpen(name).State))],
                Page<CollectionDocument.SeriesDocument>.Of(
                    series,
                    paging,
                    each => CollectionDocument.SeriesDocument.Of(each, lake.Inventory(each.Series.Symbol, each.Series.Timeframe))
                )
            )
        );
    }

    private static async Task<Accepted<TaskReceipt>> Trigger(ScheduledCollection collection, HttpResponse response)
    {
        var task = await collection.TriggerAsync();
        response.SetAuditSubject(task.TaskId);
        return TaskEndpoints.Accepted(task);
    }
}
