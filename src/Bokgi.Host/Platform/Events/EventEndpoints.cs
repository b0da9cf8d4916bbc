namespace Bokgi.Host.Platform.Events;

internal static class EventEndpoints
{
    public static void MapEvents(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/api/events", Follow)
            .Needs(Role.Viewer)
            .WithTags("events")
            .Describe(
                "What happens, as it happens (Server-Sent Events)",
                "Every event has an id that rises, with holes. Who connects again with Last-Event-ID gets what came since, if it is younger than a day; what is no longer kept is told by an event gap {last_event_id, resumed_after}. Who connects without it begins now, with an event hello {newest_id}. A comment comes at least every 15 seconds. 429 when too many clients follow.",
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
