using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using Bokgi.Markets;

namespace Bokgi.MarketData.Exchanges.Streams;

/// <summary>One connection of a stream after the other, with what is known from those before.</summary>
internal sealed class FeedSession(
    ITradeStream stream,
    IReadOnlyList<Symbol> symbols,
    Dictionary<Symbol, SeenTrades> seen,
    ChannelWriter<FeedMessage> told,
    TimeProvider clock,
    FeedTimes times
)
{
    // Numbers of trades do not always rise: of what lies so far before the last trade, some may not have been seen.
    private static readonly long Overlap = 5 * UnixTime.MicrosecondsPerSecond;

    // Of what comes while missed trades are fetched; then the connection has to wait.
    private const int Buffered = 65_536;

    // Up to when all trades of a market are known: each by what was fetched of it, and all by what came over the connection since.
    private readonly Dictionary<Symbol, long> fetchedUtc = [];
    private long streamedUtc;
    private bool isResumed;

    /// <summary>Whether anything came over the last connection.</summary>
    public bool WasAlive { get; private set; }

    /// <summary>Connects and tells what comes, until the connection ends.</summary>
    /// <returns>Why it ended.</returns>
    public async Task<string> RunAsync(CancellationToken cancel)
    {
        WasAlive = false;
        using var socket = new ClientWebSocket();
        socket.Options.DangerousDeflateOptions = new WebSocketDeflateOptions();
        try
        {
            if (streamedUtc == 0)
                streamedUtc = await stream.TimeAsync(cancel); // a connection may break before any trade comes
            await ConnectAsync(socket, cancel);
            return await ListenAsync(socket, cancel);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return FormattableString.Invariant($"no connection within {times.Connect.TotalSeconds:0.#} s");
        }
        catch (Exception failure) when (failure is WebSocketException or HttpRequestException or IOException)
        {
            return failure.GetBaseException().Message.TrimEnd('.');
        }
        catch (ExchangeException away)
        {
            return away.Message; // what was missed could not be fetched: from the start
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
            // The first frame is the sign that the subscription holds; what is fetched after it leaves no gap before what is sent.
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
            // What the first connection tells at once happened before the stream began, and only says from where it goes on.
            if (IsNew(trade) && (isResumed || !isSnapshot))
                await told.WriteAsync(new FeedMessage.Traded(trade), cancel);
        }
    }

    // All of them before anything else goes on, in the order of their times: whoever builds candles may close them again after Connected.
    private async Task FillAsync(CancellationToken cancel)
    {
        var missed = new List<ExchangeTrade>();
        foreach (var symbol in symbols)
        {
            var sinceUtc = Math.Max(streamedUtc, fetchedUtc.GetValueOrDefault(symbol)) - Overlap;
            var fetched = await stream.SinceAsync(symbol, sinceUtc, cancel);
            fetchedUtc[symbol] = fetched.UntilUtc;
            if (fetched.Trades is { } trades)
                missed.AddRange(trades.Where(IsNew));
            else
                await told.WriteAsync(new FeedMessage.Missed(symbol, new TimeRange(sinceUtc, fetched.UntilUtc)), cancel);
        }

        foreach (var trade in missed.OrderBy(trade => trade.TimeUtc).ThenBy(trade => trade.Id))
            await told.WriteAsync(new FeedMessage.Traded(trade), cancel);
    }

    private bool IsNew(ExchangeTrade trade) => seen.TryGetValue(trade.Symbol, out var known) && known.Add(trade);

    // Ends the channel when the connection ends, whatever the reason; never throws.
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
                    silence.CancelAfter(Timeout.InfiniteTimeSpan); // nobody listens meanwhile
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
        catch (Exception nonsense) when (nonsense is JsonException or FormatException or InvalidOperationException)
        {
            return $"a frame cannot be read: {nonsense.Message.ReplaceLineEndings(" ")}"; // what it told of is fetched
        }
        catch (Exception failure) when (failure is WebSocketException or IOException or ObjectDisposedException)
        {
            return failure.GetBaseException().Message.TrimEnd('.');
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
            // The reader hears it too.
        }
    }
}
