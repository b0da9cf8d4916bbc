using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Bokgi.Host.PaperTrading.Feed;
using Bokgi.MarketData.Exchanges;
using Bokgi.Markets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.PaperTrading.Feed;

/// <summary>The live feed must survive unexpected exceptions of the exchange's adapter, in the stream of trades or in other calls.</summary>
public sealed class LiveFeedTests
{
    private const long Second = UnixTime.MicrosecondsPerSecond;
    private const long Minute = 60 * Second;

    private static readonly Symbol Btc = Symbol.Parse("BTC_KRW");

    private readonly FakeTimeProvider clock = new();
    private readonly ScriptedExchange exchange = new();
    private readonly Channel<FeedUpdate> updates = Channel.CreateUnbounded<FeedUpdate>();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stream_Throws_NotifiesSubscribersAndMarksTheInterruptedBarsAsIncomplete()
    {
        await using var feed = new LiveFeed(exchange, clock, NullLogger<LiveFeed>.Instance);
        await feed.SubscribeAsync([Btc], Timeframe.OneMinute, updates.Writer);
        exchange.NowUtc = 10 * Minute;
        exchange.Messages.Writer.TryWrite(new FeedMessage.Connected(clock.GetUtcNow()));
        (await NextAsync<FeedUpdate.ConnectionChanged>()).IsConnected.ShouldBeTrue();
        Trade(1, (11 * Minute) + Second);
        Trade(2, (12 * Minute) + (10 * Second));
        (await ReadBarsUntilAsync(minute: 11))[11].ShouldBeTrue();

        exchange.Fail();
        var lost = await NextAsync<FeedUpdate.ConnectionChanged>();
        (lost.IsConnected, lost.Reason).ShouldBe((false, "the stream of trades failed"));

        exchange.NowUtc = 14 * Minute;
        await ReconnectAsync();
        Trade(3, (14 * Minute) + (30 * Second));
        Trade(4, (15 * Minute) + (30 * Second));
        Trade(5, (16 * Minute) + (10 * Second));

        var bars = await ReadBarsUntilAsync(minute: 15);
        bars.GetValueOrDefault(13).ShouldBeFalse("minute 13 has no trade, so it has an incomplete bar or none");
        (bars[12], bars[14], bars[15]).ShouldBe((false, false, true));
    }

    [Fact]
    public async Task Dispose_CancelledExchangeCallThrowsAnotherException_EndsTheStream()
    {
        exchange.FailsWhenCancelled = true;
        var feed = new LiveFeed(exchange, clock, NullLogger<LiveFeed>.Instance);
        await feed.SubscribeAsync([Btc], Timeframe.OneMinute, updates.Writer);
        exchange.Messages.Writer.TryWrite(new FeedMessage.Connected(clock.GetUtcNow()));
        await exchange.TimeRequested.Task.WaitAsync(Cancel);

        await feed.DisposeAsync();

        exchange.EndedStreams.ShouldBe(1);
    }

    // The feed waits a few seconds before it opens the next stream.
    private async Task ReconnectAsync()
    {
        var restarted = exchange.NextStream;
        while (!restarted.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        exchange.Messages.Writer.TryWrite(new FeedMessage.Connected(clock.GetUtcNow()));
        (await NextAsync<FeedUpdate.ConnectionChanged>()).IsConnected.ShouldBeTrue();
    }

    private void Trade(long id, long timeUtc) =>
        exchange.Messages.Writer.TryWrite(new FeedMessage.Traded(new ExchangeTrade(Btc, id, timeUtc, 1_000, 1, IsBuy: true)));

    // Maps the minute in which a closed bar opened to whether all of the bar's trades were received.
    private async Task<Dictionary<long, bool>> ReadBarsUntilAsync(long minute)
    {
        var bars = new Dictionary<long, bool>();
        while (!bars.ContainsKey(minute))
        {
            foreach (var closed in (await NextAsync<FeedUpdate.BarsClosed>()).Bars)
                bars.Add(closed.Bar.OpenUtc / Minute, closed.Bar.IsComplete);
        }

        return bars;
    }

    private async Task<T> NextAsync<T>()
    {
        await foreach (var update in updates.Reader.ReadAllAsync(Cancel))
        {
            if (update is T expected)
                return expected;
        }

        throw new InvalidOperationException("the feed has ended");
    }

    /// <summary>An exchange whose streams deliver the messages that the test writes, until the test lets them fail.</summary>
    private sealed class ScriptedExchange : IExchange
    {
        private TaskCompletionSource nextStream = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Channel<FeedMessage> Messages { get; private set; } = Channel.CreateUnbounded<FeedMessage>();

        public TaskCompletionSource TimeRequested { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Completes when the stream after the current one begins.</summary>
        public Task NextStream => nextStream.Task;

        public long NowUtc { get; set; }
        public bool FailsWhenCancelled { get; set; }
        public int EndedStreams { get; private set; }
        public ExchangeTraits Traits { get; } = new("upbit", Timeframe.All, 200);
        public ExchangeState State => new(null, null, null);

        public void Fail()
        {
            var failing = Messages;
            (Messages, nextStream) = (Channel.CreateUnbounded<FeedMessage>(), new(TaskCreationOptions.RunContinuationsAsynchronously));
            failing.Writer.Complete(new InvalidOperationException("a fault of the adapter"));
        }

        public async Task<long> TimeAsync(CancellationToken cancel)
        {
            TimeRequested.TrySetResult();
            if (!FailsWhenCancelled)
                return NowUtc;
            await Task.Delay(Timeout.InfiniteTimeSpan, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new InvalidOperationException("a fault of the adapter");
        }

        public async IAsyncEnumerable<FeedMessage> StreamTradesAsync(
            IReadOnlyList<Symbol> symbols,
            [EnumeratorCancellation] CancellationToken cancel
        )
        {
            nextStream.TrySetResult();
            try
            {
                await foreach (var message in Messages.Reader.ReadAllAsync(cancel))
                    yield return message;
            }
            finally
            {
                EndedStreams++;
            }
        }

        public Task<IReadOnlyList<ExchangeMarket>> MarketsAsync(CancellationToken cancel) => throw new NotSupportedException();

        public Task<CandlePage> CandlesAsync(Symbol symbol, Timeframe timeframe, TimeRange range, CancellationToken cancel) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<Ticker>> TickersAsync(IReadOnlyList<Symbol> symbols, CancellationToken cancel) =>
            throw new NotSupportedException();

        public void Dispose()
        {
            // There is nothing to release.
        }
    }
}
