using Bokgi.Host.Platform.Logging;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Bokgi.Host.Platform.Events;

/// <summary>
/// Writes events to one client as they occur. An empty set of topics means all. <paramref name="after"/> is the number of the last event that
/// the client received; if it is null, the client starts with the next event.
/// </summary>
internal sealed class EventStream(EventFeed feed, LogFolder logs, TimeProvider clock, IReadOnlySet<string> topics, long? after) : IResult
{
    /// <summary>A key in the items of the HTTP context; if it is present, only the headers of the response are sent.</summary>
    public const string HeadersOnly = "bokgi.headers-only";

    /// <summary>The topic of log lines. They are not stored and have no id; a client gets lines written while it is connected.</summary>
    public const string LogTopic = "logs";

    private const int BytesPerSecond = 4_096;

    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SlowReaderTimeout = TimeSpan.FromSeconds(60);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var slot = feed.AcquireStreamSlot();
        if (!slot.IsAcquired)
        {
            await RequestLimits.TooMany(httpContext).ExecuteAsync(httpContext);
            return;
        }

        var stop = httpContext.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, stop);
        try
        {
            var startAfter = await feed.FindStartAsync(after ?? feed.NewestNumber, cancellation.Token);
            SetHeaders(httpContext);
            if (!httpContext.Items.ContainsKey(HeadersOnly))
                await WriteAsync(httpContext.Response, startAfter, cancellation.Token);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The client disconnected, or the server stops.
        }
    }

    private static void SetHeaders(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentType = "text/event-stream; charset=utf-8";
        headers.CacheControl = "no-store";
        headers["X-Accel-Buffering"] = "no"; // turns off the buffering of nginx
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        // Kestrel disconnects a client that still reads too slowly after this time; the client gets the missing events when it reconnects.
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
            rate.MinDataRate = new MinDataRate(BytesPerSecond, SlowReaderTimeout);
    }

    private async Task WriteAsync(HttpResponse response, long startAfter, CancellationToken cancel)
    {
        using var tail = topics.Contains(LogTopic) ? new LogTail(logs) : null;
        await response.Body.WriteAsync("retry: 1000\n\n"u8.ToArray(), cancel);
        if (after is null)
            await response.Body.WriteAsync(Hello(startAfter), cancel);
        else if (startAfter < after)
            await response.Body.WriteAsync(Gap(after.Value, startAfter), cancel);
        await response.Body.FlushAsync(cancel);

        var (cursor, lastHeartbeat) = (startAfter, clock.GetTimestamp());
        while (true)
        {
            var changed = feed.Changed;
            var events = await ReadAfterAsync(cursor, cancel);
            var hasWritten = false;
            foreach (var storedEvent in events)
            {
                if (IsRequested(storedEvent))
                {
                    await response.Body.WriteAsync(storedEvent.IsGap ? Gap(cursor, storedEvent.Number) : storedEvent.Frame, cancel);
                    hasWritten = true;
                }

                cursor = storedEvent.Number;
            }

            foreach (var line in tail?.Read() ?? [])
            {
                await response.Body.WriteAsync((byte[])[.. "event: log\ndata: "u8, .. line, .. "\n\n"u8], cancel);
                hasWritten = true;
            }

            if (clock.GetElapsedTime(lastHeartbeat) >= HeartbeatInterval)
            {
                lastHeartbeat = clock.GetTimestamp();
                await response.Body.WriteAsync(Heartbeat(cursor), cancel);
                hasWritten = true;
            }

            if (hasWritten)
                await response.Body.FlushAsync(cancel);

            if (events.Count == 0)
                await (tail is null ? changed.WaitAsync(cancel) : Task.WhenAny(changed, Task.Delay(LogInterval, clock, cancel)));
            cancel.ThrowIfCancellationRequested();
        }
    }

    // Only clients that have fallen behind read the database. While it is unavailable they wait, like clients that are up to date.
    private async Task<IReadOnlyList<StoredEvent>> ReadAfterAsync(long cursor, CancellationToken cancel)
    {
        try
        {
            return await feed.ReadAfterAsync(cursor, cancel);
        }
        catch (Exception failure) when (failure.IsDatabaseDown() && !cancel.IsCancellationRequested)
        {
            return [];
        }
    }

    private bool IsRequested(StoredEvent storedEvent) =>
        storedEvent.IsGap || topics.Count == 0 || topics.Contains(storedEvent.Topic) || topics.Contains(storedEvent.Topic.Split(':', 2)[0]);

    private static byte[] Hello(long newest) => StoredEvent.FormatFrame(newest, EventNames.Hello, Invariant($"{{\"newest_id\":{newest}}}"));

    // Tells the client that the events between the two numbers are no longer kept. If the second number is smaller, the client's number
    // comes from another database.
    private static byte[] Gap(long lastReceived, long resumedAfter) =>
        StoredEvent.FormatFrame(
            resumedAfter,
            EventNames.Gap,
            Invariant($"{{\"last_event_id\":{lastReceived},\"resumed_after\":{resumedAfter}}}")
        );

    // The id makes the Last-Event-ID of a browser advance past events that it did not ask for.
    private byte[] Heartbeat(long cursor) =>
        StoredEvent.FormatFrame(
            cursor,
            EventNames.Heartbeat,
            JsonSerializer.Serialize(
                new { server_time = UnixTime.Format(clock.NowUtc()), version = ProgramVersion.Text },
                JsonFormat.Compact
            )
        );

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
