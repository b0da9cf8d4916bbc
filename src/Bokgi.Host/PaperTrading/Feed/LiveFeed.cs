using System.Threading.Channels;

namespace Bokgi.Host.PaperTrading.Feed;

/// <summary>
/// The live candles of one exchange for all sessions of this process, from one stream of trades. When a session needs markets that are not
/// in the stream, a new stream replaces it, and the bars then forming are incomplete.
/// </summary>
internal sealed partial class LiveFeed : IAsyncDisposable
{
    private const int Buffered = 65_536;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan BeforeAnotherStream = TimeSpan.FromSeconds(5);

    private readonly IExchange exchange;
    private readonly TimeProvider clock;
    private readonly ILogger log;
    private readonly Channel<Func<Task>> inbox = Channel.CreateBounded<Func<Task>>(Buffered); // one at a time, so that no locks are needed
    private readonly List<Subscription> subscriptions = [];
    private readonly HashSet<Symbol> streamed = [];
    private readonly LiveBars reading;
    private readonly CancellationTokenSource end = new();
    private readonly Task running;
    private CancellationTokenSource? stream;
    private Task pumping = Task.CompletedTask;
    private int generation;
    private bool isConnected;
    private bool isNewStream;

    public LiveFeed(IExchange exchange, TimeProvider clock, ILogger<LiveFeed> log)
    {
        (this.exchange, this.clock, this.log) = (exchange, clock, log);
        reading = new LiveBars(clock);
        running = Task.Run(() => RunAsync(end.Token));
    }

    /// <summary>Subscribes to bars until the result is disposed. If the channel is full, messages are dropped; nobody waits.</summary>
    public async Task<IAsyncDisposable> FollowAsync(IReadOnlyList<Symbol> symbols, Timeframe timeframe, ChannelWriter<FeedUpdate> news)
    {
        var subscription = new Subscription(this, symbols, timeframe, news);
        await inbox.Writer.WriteAsync(() => JoinAsync(subscription), end.Token);
        return subscription;
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await running;
        end.Dispose();
    }

    private async Task RunAsync(CancellationToken stop)
    {
        var ticking = TickAsync(stop);
        try
        {
            await foreach (var work in inbox.Reader.ReadAllAsync(stop))
                await DoAsync(work, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await EndStreamAsync();
            await ticking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Sessions must keep receiving messages after any failure, so the stream is restarted.
    private async Task DoAsync(Func<Task> work, CancellationToken stop)
    {
        try
        {
            await work();
            if (isConnected && !reading.IsLive)
                await AskTimeAsync(stop);
            foreach (var (timeframe, closed) in reading.Close())
                Tell(timeframe, closed);
        }
        catch (Exception failure) when (!stop.IsCancellationRequested)
        {
            LogEnded(exchange.Traits.Name, failure);
            await BeginStreamAsync();
        }
    }

    private async Task JoinAsync(Subscription joined)
    {
        subscriptions.Add(joined);
        if (!joined.Symbols.All(streamed.Contains))
        {
            await BeginStreamAsync();
            return;
        }

        joined.News.TryWrite(new FeedUpdate.Connection(reading.IsLive, clock.GetUtcNow(), null));
        if (reading.IsLive)
            Cover(joined, reading.FromNow());
    }

    private async Task LeaveAsync(Subscription left)
    {
        subscriptions.Remove(left);
        var maker = reading.Of(left.Timeframe);
        var others = subscriptions.Where(each => each.Timeframe == left.Timeframe).SelectMany(each => each.Symbols);
        foreach (var symbol in left.Symbols.Except(others))
            maker.Forget(symbol);
        if (subscriptions.Count == 0)
            await EndStreamAsync();
    }

    private async Task BeginStreamAsync()
    {
        await EndStreamAsync();
        streamed.UnionWith(subscriptions.SelectMany(each => each.Symbols));
        (isNewStream, stream) = (true, new CancellationTokenSource());
        pumping = PumpAsync([.. streamed.Order()], ++generation, stream.Token);
    }

    private async Task EndStreamAsync()
    {
        generation++; // ignores messages still arriving from the old stream
        streamed.Clear();
        reading.Disconnected();
        isConnected = false;
        if (stream is null)
            return;
        await stream.CancelAsync();
        await pumping;
        stream.Dispose();
        stream = null;
    }

    private async Task PumpAsync(IReadOnlyList<Symbol> symbols, int number, CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                await foreach (var message in exchange.StreamTradesAsync(symbols, cancel))
                    await inbox.Writer.WriteAsync(() => TakeAsync(number, message), cancel);
            }
            catch (Exception failure)
            {
                if (cancel.IsCancellationRequested)
                    return;
                LogEnded(exchange.Traits.Name, failure);
                await Task.Delay(BeforeAnotherStream, clock, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private Task TakeAsync(int number, FeedMessage message)
    {
        if (number != generation)
            return Task.CompletedTask; // from a stream that has been replaced
        switch (message)
        {
            case FeedMessage.Connected:
                isConnected = true; // the exchange's time is requested next
                break;
            case FeedMessage.Disconnected { AtUtc: var atUtc, Reason: var reason }:
                isConnected = false;
                reading.Disconnected();
                Tell(new FeedUpdate.Connection(false, atUtc, reason));
                break;
            case FeedMessage.Missed { Symbol: var symbol, Range: var range }:
                reading.Missed(symbol, range);
                break;
            case FeedMessage.Traded { Trade: var trade }:
                reading.Traded(trade);
                break;
        }

        return Task.CompletedTask;
    }

    // No bar closes until the exchange's time is known; trades are collected meanwhile.
    private async Task AskTimeAsync(CancellationToken stop)
    {
        try
        {
            var fromUtc = reading.Connected(await exchange.TimeAsync(stop), isNewStream);
            isNewStream = false;
            Tell(new FeedUpdate.Connection(true, clock.GetUtcNow(), null));
            foreach (var subscription in subscriptions)
                Cover(subscription, fromUtc);
        }
        catch (ExchangeException away)
        {
            LogNoTime(away.Message); // the next message requests it again
        }
    }

    private void Cover(Subscription subscription, long fromUtc)
    {
        var maker = reading.Of(subscription.Timeframe);
        var symbols = subscription.Symbols.Except(subscription.Covered).ToList();
        if (symbols.Count == 0)
            return;
        foreach (var symbol in symbols)
            maker.Cover(symbol, fromUtc);
        subscription.Covered.UnionWith(symbols);
        subscription.News.TryWrite(new FeedUpdate.Covered(symbols, fromUtc));
    }

    private void Tell(FeedUpdate news)
    {
        foreach (var subscription in subscriptions)
            subscription.News.TryWrite(news);
    }

    private void Tell(Timeframe timeframe, FeedUpdate.Closed closed)
    {
        foreach (var subscription in subscriptions.Where(each => each.Timeframe == timeframe))
            subscription.News.TryWrite(closed with { Bars = [.. closed.Bars.Where(bar => subscription.Covered.Contains(bar.Symbol))] });
    }

    // Closes bars of markets without trades.
    private async Task TickAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(BetweenLooks, clock);
        while (await timer.WaitForNextTickAsync(stop))
            inbox.Writer.TryWrite(() => Task.CompletedTask);
    }

    [LoggerMessage(LogLevel.Error, "the stream of {Exchange} failed and is restarted")]
    private partial void LogEnded(string exchange, Exception failure);

    [LoggerMessage(LogLevel.Warning, "the exchange's time is unknown, so no candles close yet: {Reason}")]
    private partial void LogNoTime(string reason);

    private sealed record Subscription(LiveFeed Feed, IReadOnlyList<Symbol> Symbols, Timeframe Timeframe, ChannelWriter<FeedUpdate> News)
        : IAsyncDisposable
    {
        public HashSet<Symbol> Covered { get; } = [];

        public async ValueTask DisposeAsync()
        {
            try
            {
                await Feed.inbox.Writer.WriteAsync(() => Feed.LeaveAsync(this), Feed.end.Token);
            }
            catch (OperationCanceledException)
            {
                // The feed has already stopped.
            }
        }
    }
}
