using System.Globalization;
using Shouldly;

namespace Bokgi.IntegrationTests.Events;

/// <summary>Follows GET /api/events as a browser does, but does not reconnect.</summary>
internal sealed class EventClient : IDisposable
{
    private readonly HttpClient http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly CancellationTokenSource disconnect = new();
    private readonly List<ReceivedEvent> events = [];
    private readonly List<ReceivedEvent> heartbeats = [];
    private readonly Task reading;
    private long lastId;
    private bool hasEnded;

    private EventClient(Uri server, string query, long? lastEventId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server, $"/api/events{query}"));
        if (lastEventId is { } id)
            request.Headers.Add("Last-Event-ID", id.ToString(CultureInfo.InvariantCulture));
        using var limit = new CancellationTokenSource(TestTimeout.Value);
        Response = http.Send(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
        ((int)Response.StatusCode).ShouldBe(200);
        lastId = lastEventId ?? 0;
        reading = Task.Run(ReadAsync);
    }

    public HttpResponseMessage Response { get; }

    /// <summary>Whether the connection broke, as opposed to the stream ending.</summary>
    public bool IsAborted { get; private set; }

    /// <summary>Every event so far.</summary>
    public IReadOnlyList<ReceivedEvent> Events => WithLock(() => events.ToArray());

    /// <summary>Every heartbeat so far; they are not among the events.</summary>
    public IReadOnlyList<ReceivedEvent> Heartbeats => WithLock(() => heartbeats.ToArray());

    /// <summary>The Last-Event-ID that a browser would send.</summary>
    public long LastId => WithLock(() => lastId);

    /// <summary>Connects. The client receives every event that is published after this method has returned.</summary>
    public static EventClient Connect(Uri server, string query = "", long? lastEventId = null) => new(server, query, lastEventId);

    /// <summary>Waits for a condition of the received events.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="awaited">What is awaited, for the failure message.</param>
    public void WaitUntil(Func<IReadOnlyList<ReceivedEvent>, bool> condition, string awaited)
    {
        var began = TimeProvider.System.GetTimestamp();
        lock (events)
        {
            while (!condition(events))
            {
                hasEnded.ShouldBeFalse($"the stream ended before {awaited}");
                TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TestTimeout.Value, $"no {awaited}; {events.Count} events came");
                Monitor.Wait(events, TimeSpan.FromSeconds(1));
            }
        }
    }

    /// <summary>Waits until this many events besides the greeting have arrived, and returns all that have.</summary>
    public IReadOnlyList<ReceivedEvent> WaitForEvents(int count)
    {
        WaitUntil(seen => seen.Count(received => received.Kind != "hello") >= count, $"{count} events");
        return [.. Events.Where(received => received.Kind != "hello")];
    }

    /// <summary>Waits until the server ends the stream.</summary>
    public void WaitForEnd() => reading.Wait(TestTimeout.Value).ShouldBeTrue("the stream did not end");

    public void Dispose()
    {
        disconnect.Cancel();
        reading.Wait(TestTimeout.Value);
        Response.Dispose();
        http.Dispose();
        disconnect.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            await using var body = await Response.Content.ReadAsStreamAsync(disconnect.Token);
            using var lines = new StreamReader(body);
            var (id, kind, data) = (0L, "message", string.Empty);
            while (await lines.ReadLineAsync(disconnect.Token) is { } line)
            {
                if (line.Length == 0)
                {
                    Dispatch(id, kind, data);
                    (kind, data) = ("message", string.Empty);
                }
                else if (FieldValue(line, "id: ") is { } number)
                    id = long.Parse(number, CultureInfo.InvariantCulture);
                else if (FieldValue(line, "event: ") is { } word)
                    kind = word;
                else if (FieldValue(line, "data: ") is { } text)
                    data = text;
            }
        }
        catch (OperationCanceledException)
        {
            // This client disconnected.
        }
        catch (IOException)
        {
            IsAborted = true;
        }

        WithLock(() => hasEnded = true);
    }

    // An id without data changes the browser's next Last-Event-ID but is no event.
    private void Dispatch(long id, string kind, string data) =>
        WithLock(() =>
        {
            lastId = id;
            if (data.Length > 0)
                (kind == "heartbeat" ? heartbeats : events).Add(new ReceivedEvent(id, kind, data, TimeProvider.System.GetTimestamp()));
        });

    private static string? FieldValue(string line, string name) =>
        line.StartsWith(name, StringComparison.Ordinal) ? line[name.Length..] : null;

    // Both overloads run a delegate under the lock, and wake the thread that waits for a condition.
    private void WithLock(Action change) =>
        WithLock(() =>
        {
            change();
            return 0;
        });

    private T WithLock<T>(Func<T> read)
    {
        lock (events)
        {
            var result = read();
            Monitor.PulseAll(events);
            return result;
        }
    }
}
