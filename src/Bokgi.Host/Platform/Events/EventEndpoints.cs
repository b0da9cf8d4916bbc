using System.Security.Claims;
using Bokgi.Host.Platform.Logging;

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
                "Every event has an id. Ids increase, with gaps. A client that reconnects with Last-Event-ID receives the events since then, as long as they are less than a day old; an event gap {last_event_id, resumed_after} stands for those that are no longer kept. A client that connects without it starts now, with an event hello {newest_id}. An event heartbeat {server_time, version} arrives at least every 15 seconds. The topic logs, for admins who ask for it, sends each new log line as an event log without an id. 429 when too many clients are connected.",
                403,
                429,
                503
            )
            .Produces<string>(200, "text/event-stream");

    private static IResult Follow(
        [AsParameters] EventQuery query,
        EventFeed feed,
        LogFolder logs,
        TimeProvider clock,
        ClaimsPrincipal caller
    )
    {
        var (topics, after) = query.Read();
        return topics.Contains(EventStream.LogTopic) && !caller.IsInRole(Caller.RoleName(Role.Admin))
            ? TypedResults.Problem("the topic logs needs a key of an admin", statusCode: StatusCodes.Status403Forbidden)
            : new EventStream(feed, logs, clock, topics, after);
    }
}
