using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using Bokgi.MarketData.Exchanges.Http;
using Bokgi.Markets;

namespace Bokgi.MarketData.Exchanges.Streams;

/// <summary>Runs the connections of a stream one after another, and keeps what is known from the earlier ones.</summary>
internal sealed class FeedSession(
    ITradeStream stream,
    IReadOnlyList<Symbol> symbols,
    Dictionary<Symbol, TradeDeduplicator> seen,
    ChannelWriter<FeedMessage> told,
    TimeProvider clock,
    FeedTimes times
)
{
    // Trade ids do not always rise: trades up to this long before the last one may not have been seen.
    private static readonly long Overlap = 5 * UnixTime.MicrosecondsPerSecond;

    // The number of trades buffered while missed trades are fetched; when the buffer is full, the connection waits.
    private const int Buffered = 65_536;

    // Until when all trades are known: fetchedUtc per market from fetching, streamedUtc for all markets from the connection.
    private readonly Dictionary<Symbol, long> fetchedUtc = [];
    private long streamedUtc;
    private bool isResumed;

    /// <summary>Whether the last connection received anything.</summary>
    public bool WasAlive { get; private set; }

    /// <summary>Connects and passes on messages until the connection ends.</summary>
    /// <returns>Why it ended.</returns>
    public async Task<string> RunAsync(CancellationToken cancel)
    {
        WasAlive = false;
        using var socket = new ClientWebSocket();
        socket.Options.DangerousDeflateOptions = new WebSocketDeflateOptions();
        try
        {
            if (streamedUtc == 0)
                streamedUtc = await stream.TimeAsync(cancel); // the connection may break before the first trade
            await ConnectAsync(socket, cancel);
            return await ListenAsync(socket, cancel);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return FormattableString.Invariant($"no connection within {times.Connect.TotalSeconds:0.#} s");
        }
        catch (Exception failure) when (failure is WebSocketException or HttpRequestException or IOException)
        {
            return ErrorText.Of(failure);
        }
        catch (ExchangeException away)
        {
            return away.Message; // missed trades could not be fetched; the next connection retries
        }
    }

    private async Task ConnectAsync(ClientWebSocket socket, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(times.Connect, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        await socket.ConnectAsync(stream.Address(symbols), either.Token);
        if (stream.Subscription(symbols) is { Length: > 0 } subscription)
            await socket.SendAsync(subscription, WebSocketMessageType.Text, endOfMessage: true, either.Token);
    }

    private async Task<string> ListenAsync(ClientWebSocket socket, CancellationToken cancel)
    {
        var trades = Channel.CreateBounded<(ExchangeTrade Trade, bool IsSnapshot)>(
            new BoundedChannelOptions(Buffered) { SingleReader = true, SingleWriter = true }
        );
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var alive = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var reading = ReadAsync(socket, trades.Writer, alive, end.Token);
        var pinging = PingAsync(socket, end.Token);
        try
        {
            // The first frame shows that the subscription is active; trades fetched after it leave no gap before the streamed ones.
            if (stream.Ping.Length > 0 && await Task.WhenAny(alive.Task, reading) == reading)
                return await reading;
            if (isResumed)
                await FillAsync(cancel);
            await told.WriteAsync(new FeedMessage.Connected(clock.GetUtcNow()), cancel);
            await TellAsync(trades.Reader, cancel);
            return await reading;
        }
        finally
        {
            isResumed = true;
            await end.CancelAsync();
            socket.Abort();
            await Task.WhenAll(pinging, reading);
        }
    }

    private async Task TellAsync(ChannelReader<(ExchangeTrade Trade, bool IsSnapshot)> trades, CancellationToken cancel)
    {
        await foreach (var (trade, isSnapshot) in trades.ReadAllAsync(cancel))
        {
            if (!isSnapshot)
                streamedUtc = Math.Max(streamedUtc, trade.TimeUtc);
            // The snapshot of the first connection happened before the stream began. If that connection breaks, the trade is fetched
            // anyway.
            if (isResumed || !isSnapshot)
                await TellAsync(trade, cancel);
        }
    }

    // Fetches all markets before recording any progress: when one fails, the next connection fetches all of them again.
    // Sends the trades in the order of their times and before Connected, after which bars may be closed.
    private async Task FillAsync(CancellationToken cancel)
    {
        var fills = new List<(Symbol Symbol, long SinceUtc, FetchedTrades Fetched)>();
        foreach (var symbol in symbols)
        {
            var sinceUtc = Math.Max(streamedUtc, fetchedUtc.GetValueOrDefault(symbol)) - Overlap;
            fills.Add((symbol, sinceUtc, await stream.SinceAsync(symbol, sinceUtc, cancel)));
        }

        foreach (var (symbol, sinceUtc, fetched) in fills.Where(fill => fill.Fetched.Trades is null))
            await told.WriteAsync(new FeedMessage.Missed(symbol, new TimeRange(sinceUtc, fetched.UntilUtc)), cancel);
        foreach (var trade in fills.SelectMany(fill => fill.Fetched.Trades ?? []).OrderBy(trade => trade.TimeUtc).ThenBy(trade => trade.Id))
            await TellAsync(trade, cancel);
        foreach (var (symbol, _, fetched) in fills)
            fetchedUtc[symbol] = fetched.UntilUtc;
    }

    // Marks a trade as seen only when passing it on.
    private async ValueTask TellAsync(ExchangeTrade trade, CancellationToken cancel)
    {
        if (seen.TryGetValue(trade.Symbol, out var known) && known.Add(trade))
            await told.WriteAsync(new FeedMessage.Traded(trade), cancel);
    }

    // Completes the channel when the connection ends for any reason; never throws.
    private async Task<string> ReadAsync(
        ClientWebSocket socket,
        ChannelWriter<(ExchangeTrade, bool)> trades,
        TaskCompletionSource alive,
        CancellationToken cancel
    )
    {
        using var silence = new CancellationTokenSource(times.Silence, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, silence.Token);
        using var frames = new FrameReader(socket);
        try
        {
            while (await frames.ReadAsync(either.Token) is { } frame)
            {
                silence.CancelAfter(times.Silence);
                WasAlive = true;
                alive.TrySetResult();
                if (stream.Read(frame) is { } read && !trades.TryWrite(read))
                {
                    silence.CancelAfter(Timeout.InfiniteTimeSpan); // frames are not read while the buffer is full
                    await trades.WriteAsync(read, either.Token);
                    silence.CancelAfter(times.Silence);
                }
            }

            return "the exchange closed the connection";
        }
        catch (OperationCanceledException)
        {
            return FormattableString.Invariant($"nothing was heard for {times.Silence.TotalSeconds:0.#} s");
        }
        catch (Exception malformed) when (malformed is JsonException or FormatException or InvalidOperationException)
        {
            return "a frame cannot be read"; // its trades are fetched after reconnecting
        }
        catch (Exception failure) when (failure is WebSocketException or IOException or ObjectDisposedException)
        {
            return ErrorText.Of(failure);
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
        using var timer = new PeriodicTimer(times.Ping, clock);
        try
        {
            do await socket.SendAsync(stream.Ping, WebSocketMessageType.Text, endOfMessage: true, cancel);
            while (await timer.WaitForNextTickAsync(cancel));
        }
        catch (Exception end) when (end is OperationCanceledException or WebSocketException or IOException or ObjectDisposedException)
        {
            // The reader sees the same failure.
        }
    }
}
