using System.Threading.Channels;

namespace Bokgi.Host.PaperTrading.Feed;

/// <summary>
/// The live candles of one exchange for all sessions of this process, from one stream of trades. When a session needs markets that are not
/// in the stream, a new stream replaces it, and the bars then forming are incomplete.
/// </summary>
internal sealed partial class LiveFeed : IAsyncDisposable
{
    private const int InboxCapacity = 65_536;

    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan RestartDelay = TimeSpan.FromSeconds(5);

    private readonly IExchange exchange;
    private readonly TimeProvider clock;
    private readonly ILogger log;

    // RunAsync processes one item at a time, so no locks are needed.
    private readonly Channel<Func<Task>> inbox = Channel.CreateBounded<Func<Task>>(InboxCapacity);
    private readonly List<Subscription> subscriptions = [];
    private readonly HashSet<Symbol> streamedSymbols = [];
    private readonly LiveBars bars;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task runTask;
    private CancellationTokenSource? streamCancellation;
    private Task pumpTask = Task.CompletedTask;
    private int generation; // increases with every stream, so that messages of earlier streams can be ignored
    private bool isConnected;

    // Whether a new stream replaced the previous one since the last connection. The trades between the two streams are then lost. When the
    // same stream reconnects, it fetches the trades that it missed.
    private bool isNewStream;

    public LiveFeed(IExchange exchange, TimeProvider clock, ILogger<LiveFeed> log)
    {
        (this.exchange, this.clock, this.log) = (exchange, clock, log);
        bars = new LiveBars(clock);
        runTask = Task.Run(() => RunAsync(stopping.Token));
    }

    /// <summary>
    /// Subscribes to bars until the result is disposed. A subscriber whose channel is full loses messages; the feed does
    /// not wait for it.
    /// </summary>
    public async Task<IAsyncDisposable> SubscribeAsync(
        IReadOnlyList<Symbol> symbols,
        Timeframe timeframe,
        ChannelWriter<FeedUpdate> updates
    )
    {
        var subscription = new Subscription(this, symbols, timeframe, updates);
        await inbox.Writer.WriteAsync(() => AddSubscriptionAsync(subscription), stopping.Token);
        return subscription;
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await runTask;
        stopping.Dispose();
    }

    private async Task RunAsync(CancellationToken stop)
    {
        var ticking = TickAsync(stop);
        try
        {
            await foreach (var work in inbox.Reader.ReadAllAsync(stop))
                await ProcessAsync(work, stop);
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            // Work that the stop interrupts may fail in any way.
        }

        await EndStreamAsync();
        await ticking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // Sessions must keep receiving messages after any failure, so the stream is restarted.
    private async Task ProcessAsync(Func<Task> work, CancellationToken stop)
    {
        try
        {
            await work();
            if (isConnected && !bars.IsLive) // bars are built only once the exchange's time is known
                await RequestTimeAsync(stop);
            foreach (var (timeframe, closed) in bars.CloseBars())
                Publish(timeframe, closed);
        }
        catch (Exception failure) when (!stop.IsCancellationRequested)
        {
            LogStreamFailed(exchange.Traits.Name, failure);
            await BeginStreamAsync();
        }
    }

    private async Task AddSubscriptionAsync(Subscription subscription)
    {
        subscriptions.Add(subscription);
        if (!subscription.Symbols.All(streamedSymbols.Contains))
        {
            await BeginStreamAsync();
            return;
        }

        subscription.Updates.TryWrite(new FeedUpdate.ConnectionChanged(bars.IsLive, clock.GetUtcNow(), null));
        if (bars.IsLive)
            GoLive(subscription, bars.GetLiveFromUtc());
    }

    private async Task RemoveSubscriptionAsync(Subscription subscription)
    {
        subscriptions.Remove(subscription);
        var maker = bars.GetOrAddMaker(subscription.Timeframe);
        var symbolsOfOthers = subscriptions.Where(other => other.Timeframe == subscription.Timeframe).SelectMany(other => other.Symbols);
        foreach (var symbol in subscription.Symbols.Except(symbolsOfOthers))
            maker.StopBuilding(symbol);
        if (subscriptions.Count == 0)
            await EndStreamAsync();
    }

    private async Task BeginStreamAsync()
    {
        await EndStreamAsync();
        streamedSymbols.UnionWith(subscriptions.SelectMany(subscription => subscription.Symbols));
        (isNewStream, streamCancellation) = (true, new CancellationTokenSource());
        pumpTask = PumpAsync([.. streamedSymbols.Order()], ++generation, streamCancellation.Token);
    }

    private async Task EndStreamAsync()
    {
        generation++; // ignores messages still arriving from the old stream
        streamedSymbols.Clear();
        bars.OnDisconnected();
        isConnected = false;
        if (streamCancellation is null)
            return;
        await streamCancellation.CancelAsync();
        await pumpTask;
        streamCancellation.Dispose();
        streamCancellation = null;
    }

    private async Task PumpAsync(IReadOnlyList<Symbol> symbols, int streamGeneration, CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            Exception? failure = null;
            try
            {
                await foreach (var message in exchange.StreamTradesAsync(symbols, cancel))
                    await inbox.Writer.WriteAsync(() => HandleAsync(streamGeneration, message), cancel);
            }
            catch (Exception thrown)
            {
                failure = thrown;
            }

            if (cancel.IsCancellationRequested)
                return;
            LogStreamFailed(exchange.Traits.Name, failure);
            await RestartAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // throws only when cancelled
        }

        async Task RestartAsync()
        {
            await inbox.Writer.WriteAsync(() => HandleFailureAsync(streamGeneration), cancel);
            await Task.Delay(RestartDelay, clock, cancel);
        }
    }

    // After the failure, PumpAsync opens a new stream. The new stream does not fetch the trades that it missed.
    private Task HandleFailureAsync(int streamGeneration)
    {
        if (streamGeneration == generation)
            isNewStream = true;
        return HandleAsync(streamGeneration, new FeedMessage.Disconnected(clock.GetUtcNow(), "the stream of trades failed"));
    }

    private Task HandleAsync(int streamGeneration, FeedMessage message)
    {
        if (streamGeneration != generation)
            return Task.CompletedTask; // from a stream that has been replaced
        switch (message)
        {
            case FeedMessage.Connected:
                isConnected = true; // the exchange's time is requested next
                break;
            case FeedMessage.Disconnected { AtUtc: var atUtc, Reason: var reason }:
                isConnected = false;
                bars.OnDisconnected();
                Publish(new FeedUpdate.ConnectionChanged(false, atUtc, reason));
                break;
            case FeedMessage.Missed { Symbol: var symbol, Range: var range }:
                bars.OnMissed(symbol, range);
                break;
            case FeedMessage.Traded { Trade: var trade }:
                bars.OnTrade(trade);
                break;
        }

        return Task.CompletedTask;
    }

    // No bar closes until the exchange's time is known; trades are collected meanwhile.
    private async Task RequestTimeAsync(CancellationToken stop)
    {
        try
        {
            var fromUtc = bars.OnConnected(await exchange.TimeAsync(stop), isNewStream);
            isNewStream = false;
            Publish(new FeedUpdate.ConnectionChanged(true, clock.GetUtcNow(), null));
            foreach (var subscription in subscriptions)
                GoLive(subscription, fromUtc);
        }
        catch (ExchangeException unavailable)
        {
            LogNoTime(unavailable.Message); // the next message requests it again
        }
    }

    private void GoLive(Subscription subscription, long fromUtc)
    {
        var maker = bars.GetOrAddMaker(subscription.Timeframe);
        var symbols = subscription.Symbols.Except(subscription.LiveSymbols).ToList();
        if (symbols.Count == 0)
            return;
        foreach (var symbol in symbols)
            maker.StartBuilding(symbol, fromUtc);
        subscription.LiveSymbols.UnionWith(symbols);
        subscription.Updates.TryWrite(new FeedUpdate.SymbolsWentLive(symbols, fromUtc));
    }

    private void Publish(FeedUpdate update)
    {
        foreach (var subscription in subscriptions)
            subscription.Updates.TryWrite(update);
    }

    private void Publish(Timeframe timeframe, FeedUpdate.BarsClosed closed)
    {
        foreach (var subscription in subscriptions.Where(candidate => candidate.Timeframe == timeframe))
            subscription.Updates.TryWrite(
                closed with
                {
                    Bars = [.. closed.Bars.Where(bar => subscription.LiveSymbols.Contains(bar.Symbol))],
                }
            );
    }

    // Bars are closed after each item of the inbox. The empty items written here close bars even while no trades arrive.
    private async Task TickAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TickInterval, clock);
        while (await timer.WaitForNextTickAsync(stop))
            inbox.Writer.TryWrite(() => Task.CompletedTask);
    }

    [LoggerMessage(LogLevel.Error, "the stream of {Exchange} failed and is restarted")]
    private partial void LogStreamFailed(string exchange, Exception? failure);

    [LoggerMessage(LogLevel.Warning, "the exchange's time is unknown, so no candles close yet: {Reason}")]
    private partial void LogNoTime(string reason);

    private sealed record Subscription(LiveFeed Feed, IReadOnlyList<Symbol> Symbols, Timeframe Timeframe, ChannelWriter<FeedUpdate> Updates)
        : IAsyncDisposable
    {
        public HashSet<Symbol> LiveSymbols { get; } = [];

        public async ValueTask DisposeAsync()
        {
            try
            {
                await Feed.inbox.Writer.WriteAsync(() => Feed.RemoveSubscriptionAsync(this), Feed.stopping.Token);
            }
            catch (OperationCanceledException)
            {
                // The feed has already stopped.
            }
        }
    }
}
