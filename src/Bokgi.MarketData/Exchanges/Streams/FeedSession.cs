using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using Bokgi.MarketData.Exchanges.Http;
using Bokgi.Markets;

namespace Bokgi.MarketData.Exchanges.Streams;

/// <summary>
/// Runs the connections of a trade stream, one after the other. From one connection to the next, keeps the time up to which all trades are
/// known.
/// </summary>
internal sealed class FeedSession(
    ITradeStream stream,
    IReadOnlyList<Symbol> symbols,
    Dictionary<Symbol, TradeDeduplicator> deduplicators,
    ChannelWriter<FeedMessage> messages,
    TimeProvider clock,
    FeedTimes times
)
{
    // After a reconnect, trades are fetched from this long before the latest known trade, because trades may arrive out of order.
    private static readonly long Overlap = 5 * UnixTime.MicrosecondsPerSecond;

    // The number of trades buffered while missed trades are fetched; when the buffer is full, the connection waits.
    private const int BufferSize = 65_536;

    // The times up to which all trades are known: per market from fetching, and for all markets from the stream.
    private readonly Dictionary<Symbol, long> fetchedUntilUtc = [];
    private long streamedUntilUtc;
    private bool isReconnect;

    /// <summary>Whether the last connection received anything.</summary>
    public bool HasReceived { get; private set; }

    /// <summary>Connects and passes on messages until the connection ends.</summary>
    /// <returns>Why the connection ended.</returns>
    public async Task<string> RunAsync(CancellationToken cancel)
    {
        HasReceived = false;
        using var socket = new ClientWebSocket();
        socket.Options.DangerousDeflateOptions = new WebSocketDeflateOptions(); // not dangerous here, because no secret is sent
        try
        {
            if (streamedUntilUtc == 0)
                streamedUntilUtc = await stream.GetTimeAsync(cancel); // where fetching begins if no trade arrives before a disconnect
            await ConnectAsync(socket, cancel);
            return await ListenAsync(socket, cancel);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return FormattableString.Invariant($"no connection within {times.ConnectTimeout.TotalSeconds:0.#} s");
        }
        catch (Exception failure) when (failure is WebSocketException or HttpRequestException or IOException)
        {
            return ErrorText.Describe(failure);
        }
        catch (ExchangeException exception)
        {
            return exception.Message; // missed trades could not be fetched; the next connection retries
        }
    }

    private async Task ConnectAsync(ClientWebSocket socket, CancellationToken cancel)
    {
        using var timeout = new CancellationTokenSource(times.ConnectTimeout, clock);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancel, timeout.Token);
        await socket.ConnectAsync(stream.PrepareConnection(symbols), linked.Token);
        if (stream.CreateSubscription(symbols) is { Length: > 0 } subscription)
            await socket.SendAsync(subscription, WebSocketMessageType.Text, endOfMessage: true, linked.Token);
    }

    private async Task<string> ListenAsync(ClientWebSocket socket, CancellationToken cancel)
    {
        var trades = Channel.CreateBounded<(ExchangeTrade Trade, bool IsSnapshot)>(
            new BoundedChannelOptions(BufferSize) { SingleReader = true, SingleWriter = true }
        );
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var firstFrame = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var reading = ReadAsync(socket, trades.Writer, firstFrame, stop.Token);
        var pinging = PingAsync(socket, stop.Token);
        try
        {
            // The first frame (at the latest, the reply to the first ping) shows that the subscription is active. Trades that are fetched
            // after this frame leave no gap before the streamed trades. A stream without pings needs no such wait, because the address of
            // its connection already contains the subscription.
            if (stream.Ping.Length > 0 && await Task.WhenAny(firstFrame.Task, reading) == reading)
                return await reading;
            if (isReconnect)
                await FetchMissedAsync(cancel);
            await messages.WriteAsync(new FeedMessage.Connected(clock.GetUtcNow()), cancel);
            await PublishAllAsync(trades.Reader, cancel);
            return await reading;
        }
        finally
        {
            isReconnect = true;
            await stop.CancelAsync();
            socket.Abort();
            await Task.WhenAll(pinging, reading);
        }
    }

    private async Task PublishAllAsync(ChannelReader<(ExchangeTrade Trade, bool IsSnapshot)> trades, CancellationToken cancel)
    {
        await foreach (var (trade, isSnapshot) in trades.ReadAllAsync(cancel))
        {
            if (!isSnapshot)
                streamedUntilUtc = Math.Max(streamedUntilUtc, trade.TimeUtc);
            // On the first connection, the snapshot is a trade from before the stream began, so it is left out. After a reconnect, it may
            // be a trade that was missed.
            if (isReconnect || !isSnapshot)
                await PublishAsync(trade, cancel);
        }
    }

    // Fetches the trades of all markets before recording any progress: if a fetch fails, the next connection fetches all markets again.
    // Publishes the trades in time order and before Connected, because consumers may close bars after that message.
    private async Task FetchMissedAsync(CancellationToken cancel)
    {
        var fetches = new List<(Symbol Symbol, long SinceUtc, FetchedTrades Fetched)>();
        foreach (var symbol in symbols)
        {
            var sinceUtc = Math.Max(streamedUntilUtc, fetchedUntilUtc.GetValueOrDefault(symbol)) - Overlap;
            fetches.Add((symbol, sinceUtc, await stream.FetchTradesSinceAsync(symbol, sinceUtc, cancel)));
        }

        foreach (var (symbol, sinceUtc, fetched) in fetches.Where(fetch => fetch.Fetched.Trades is null))
            await messages.WriteAsync(new FeedMessage.Missed(symbol, new TimeRange(sinceUtc, fetched.UntilUtc)), cancel);
        foreach (
            var trade in fetches.SelectMany(fetch => fetch.Fetched.Trades ?? []).OrderBy(trade => trade.TimeUtc).ThenBy(trade => trade.Id)
        )
            await PublishAsync(trade, cancel);
        foreach (var (symbol, _, fetched) in fetches)
            fetchedUntilUtc[symbol] = fetched.UntilUtc;
    }

    // A trade is added to its deduplicator here, not when it is fetched, because a failed fetch is discarded and repeated.
    private async ValueTask PublishAsync(ExchangeTrade trade, CancellationToken cancel)
    {
        if (deduplicators.TryGetValue(trade.Symbol, out var deduplicator) && deduplicator.Add(trade))
            await messages.WriteAsync(new FeedMessage.Traded(trade), cancel);
    }

    // Completes the channel when the connection ends for any reason; never throws.
    private async Task<string> ReadAsync(
        ClientWebSocket socket,
        ChannelWriter<(ExchangeTrade, bool)> trades,
        TaskCompletionSource firstFrame,
        CancellationToken cancel
    )
    {
        using var silenceTimeout = new CancellationTokenSource(times.SilenceTimeout, clock);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancel, silenceTimeout.Token);
        using var frames = new FrameReader(socket);
        try
        {
            while (await frames.ReadAsync(linked.Token) is { } frame)
            {
                silenceTimeout.CancelAfter(times.SilenceTimeout);
                HasReceived = true;
                firstFrame.TrySetResult();
                if (stream.ReadFrame(frame) is { } received && !trades.TryWrite(received))
                {
                    // While the buffer is full, no frames are read, so the silence timeout is off.
                    silenceTimeout.CancelAfter(Timeout.InfiniteTimeSpan);
                    await trades.WriteAsync(received, linked.Token);
                    silenceTimeout.CancelAfter(times.SilenceTimeout);
                }
            }

            return "the exchange closed the connection";
        }
        catch (OperationCanceledException)
        {
            return FormattableString.Invariant($"nothing was received for {times.SilenceTimeout.TotalSeconds:0.#} s");
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException)
        {
            return "a frame cannot be parsed"; // its trades are fetched after reconnecting
        }
        catch (Exception failure) when (failure is WebSocketException or IOException or ObjectDisposedException)
        {
            return ErrorText.Describe(failure);
        }
        finally
        {
            trades.Complete();
        }
    }

    private async Task PingAsync(ClientWebSocket socket, CancellationToken cancel)
    {
        if (stream.Ping.Length == 0)
            return;
        using var timer = new PeriodicTimer(times.PingInterval, clock);
        try
        {
            do await socket.SendAsync(stream.Ping, WebSocketMessageType.Text, endOfMessage: true, cancel);
            while (await timer.WaitForNextTickAsync(cancel));
        }
        catch (Exception exception)
            when (exception is OperationCanceledException or WebSocketException or IOException or ObjectDisposedException)
        {
            // ReadAsync fails too, and reports the reason.
        }
    }
}
