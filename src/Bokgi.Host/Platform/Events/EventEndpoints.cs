namespace Bokgi.Host.Platform.Events;

internal static class EventEndpoints
{
    public static void MapEvents(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/api/events", Follow)
            .Needs(Role.Viewer)
            .WithTags("events")
            .Describe(
                "Events as they occur (Server-Sent Events)",
                "Every event has an id. Ids increase, with gaps. A client that reconnects with Last-Event-ID receives the events since then, as long as they are less than a day old; an event gap {last_event_id, resumed_after} stands for those that are no longer kept. A client that connects without it starts now, with an event hello {newest_id}. A comment arrives at least every 15 seconds. 429 when too many clients are connected.",
                429,
                503
            )
            .Produces<string>(200, "text/event-stream");

    private static EventStream Follow([AsParameters] EventQuery query, EventFeed feed, TimeProvider clock)
    {
        var (topics, after) = query.Read();
        return new EventStream(feed, clock, topics, after);
    }
}
