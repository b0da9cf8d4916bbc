using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Bokgi.Host.Platform.Events;

/// <summary>Writes events to one client as they occur. An empty set means all topics; a client without a last event starts now.</summary>
internal sealed class EventStream(EventFeed feed, TimeProvider clock, IReadOnlySet<string> topics, long? after) : IResult
{
    /// <summary>Key in the request's items; if present, only the headers of the response are sent.</summary>
    public const string HeadersOnly = "bokgi.headers-only";

    private const int BytesPerSecond = 4_096;

    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PatienceWithReaders = TimeSpan.FromSeconds(60);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var place = feed.Join();
        if (!place.IsAcquired)
        {
            await RequestLimits.TooMany(httpContext).ExecuteAsync(httpContext);
            return;
        }

        var stop = httpContext.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, stop);
        try
        {
            var begin = await feed.PlaceAsync(after ?? feed.Newest, end.Token);
            SetHeaders(httpContext);
            if (!httpContext.Items.ContainsKey(HeadersOnly))
                await WriteAsync(httpContext.Response, begin, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The client disconnected, or the server stops.
        }
    }

    private static void SetHeaders(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentType = "text/event-stream; charset=utf-8";
        headers.CacheControl = "no-store";
        headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        // A client may be slow; one that reads nothing for this long is disconnected, and gets the rest when it reconnects.
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
            rate.MinDataRate = new MinDataRate(BytesPerSecond, PatienceWithReaders);
    }

    private async Task WriteAsync(HttpResponse response, long begin, CancellationToken cancel)
    {
        await response.Body.WriteAsync("retry: 1000\n\n"u8.ToArray(), cancel);
        if (after is null)
            await response.Body.WriteAsync(Hello(begin), cancel);
        else if (begin < after)
            await response.Body.WriteAsync(Gap(after.Value, begin), cancel);
        await response.Body.FlushAsync(cancel);

        var (place, written) = (begin, clock.GetTimestamp());
        while (true)
        {
            var changed = feed.Changed;
            var events = await NextAsync(place, cancel);
            var isWritten = false;
            foreach (var each in events)
            {
                if (IsAskedFor(each))
                {
                    await response.Body.WriteAsync(each.IsGap ? Gap(place, each.Number) : each.Frame, cancel);
                    isWritten = true;
                }

                place = each.Number;
            }

            if (!isWritten && clock.GetElapsedTime(written) >= LongestSilence)
            {
                await response.Body.WriteAsync(KeepAlive(place), cancel);
                isWritten = true;
            }

            if (isWritten)
            {
                await response.Body.FlushAsync(cancel);
                written = clock.GetTimestamp();
            }

            if (events.Count == 0)
                await changed.WaitAsync(cancel);
        }
    }

    // While the database is unavailable, a client that has fallen behind waits, as clients that are up to date do.
    private async Task<IReadOnlyList<StoredEvent>> NextAsync(long place, CancellationToken cancel)
    {
        try
        {
            return await feed.AfterAsync(place, cancel);
        }
        catch (Exception failure) when (failure.IsDatabaseDown() && !cancel.IsCancellationRequested)
        {
            return [];
        }
    }

    private bool IsAskedFor(StoredEvent each) =>
        each.IsGap || topics.Count == 0 || topics.Contains(each.Topic) || topics.Contains(each.Topic.Split(':', 2)[0]);

    private static byte[] Hello(long newest) => StoredEvent.Lines(newest, EventNames.Hello, Invariant($"{{\"newest_id\":{newest}}}"));

    // Events between the two numbers are no longer kept; if the second is smaller, the client's ids come from another database.
    private static byte[] Gap(long last, long next) =>
        StoredEvent.Lines(next, EventNames.Gap, Invariant($"{{\"last_event_id\":{last},\"resumed_after\":{next}}}"));

    // The id makes the Last-Event-ID of a browser advance past events that it did not ask for.
    private static byte[] KeepAlive(long place) => Encoding.UTF8.GetBytes(Invariant($": still here\nid: {place}\n\n"));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
