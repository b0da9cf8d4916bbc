using Bokgi.FakeExchange;
using Bokgi.FakeExchange.Faults;
using Bokgi.IntegrationTests.CommandLine;
using Bokgi.IntegrationTests.Scripts;
using Bokgi.MarketData.Exchanges;
using Bokgi.MarketData.Exchanges.Streams;
using Bokgi.MarketData.Exchanges.Upbit;
using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Bokgi.Series;
using Bokgi.UnitTests;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Exchanges;

/// <summary>Trades streamed from the fake exchange add up to the recorded candles, even if the connection breaks.</summary>
public sealed class TradeFeedTests : IDisposable
{
    private const int CheckedMinutes = 20;
    private const long MicrosecondsPerMinute = 60 * UnixTime.MicrosecondsPerSecond;

    private static readonly long ExchangeStartUtc = UnixTime.FromDateTime(new DateTime(2025, 9, 10, 3, 0, 0, DateTimeKind.Utc));

    private static readonly Symbol[] Symbols = [.. new[] { "BTC_KRW", "ETH_KRW", "XRP_KRW" }.Select(Symbol.Parse)];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("", 0, 300)] // no message is delayed for 300 seconds on any machine, so the silence timeout never disconnects
    [InlineData("drop=0.003,duplicate=0.05,reorder=0.05,malformed=0.001", 1, 1)]
    [InlineData("silence=once,drop=once", 2, 1)]
    public async Task Stream_FromAFaultyExchange_YieldsEveryTradeOnce(string faults, int minimumBreaks, int silenceSeconds)
    {
        await using var server = await StartAsync(faults);
        using var exchange = Open(server, silenceSeconds);
        var result = await ListenAsync(server, exchange, _ => Task.CompletedTask);
        result.Breaks.ShouldBeGreaterThanOrEqualTo(minimumBreaks);
        if (faults.Length == 0)
            result.Breaks.ShouldBe(0);
        ShouldHaveEveryTrade(result);
    }

    [Fact]
    public async Task Stream_ExchangeGoesDown_ResumesWhenItIsBack()
    {
        await using var server = await StartAsync(string.Empty);
        using var exchange = Open(server);
        var (isStopped, isRestarted) = (false, false);
        var result = await ListenAsync(
            server,
            exchange,
            async resultSoFar =>
            {
                if (!isStopped && resultSoFar.Trades.Count > 100)
                {
                    isStopped = true;
                    await server.StopAsync();
                }
                else if (resultSoFar.Breaks == 2 && !isRestarted) // the first reconnection failed
                {
                    exchange.State.GoneSinceUtc.ShouldNotBeNull();
                    isRestarted = true;
                    await server.StartAsync();
                }
            }
        );
        isRestarted.ShouldBeTrue();
        ShouldHaveEveryTrade(result);
    }

    private static async Task<FeedResult> ListenAsync(FakeExchangeServer server, UpbitExchange exchange, Func<FeedResult, Task> onMessage)
    {
        using var end = new CancellationTokenSource(TestTimeout.Value);
        var result = new FeedResult();
        await foreach (var message in exchange.StreamTradesAsync(Symbols, end.Token))
        {
            message.ShouldNotBeOfType<FeedMessage.Missed>();
            if (message is FeedMessage.Connected && result.CheckedFromUtc == 0)
                result.CheckedFromUtc = Timeframe.OneMinute.OpenOf(server.Clock.NowUtc) + MicrosecondsPerMinute;
            if (message is FeedMessage.Traded { Trade: var trade })
                result.Trades.Add(trade);
            // Two more minutes than are checked, because trades may arrive late.
            var endUtc = result.CheckedFromUtc + ((CheckedMinutes + 2) * MicrosecondsPerMinute);
            if (result.CheckedFromUtc > 0 && result.Trades is [.., var last] && last.TimeUtc >= endUtc)
                break;
            result.Breaks += message is FeedMessage.Disconnected ? 1 : 0;
            await onMessage(result);
        }

        return result;
    }

    // Checks the CheckedMinutes whole minutes that follow the minute in which the stream began.
    private static void ShouldHaveEveryTrade(FeedResult result)
    {
        var trades = result.Trades;
        trades.Select(trade => (trade.Symbol, trade.Id)).Distinct().Count().ShouldBe(trades.Count);
        var lake = new CandleLake(SharedData.Require("lake"));
        var range = new TimeRange(result.CheckedFromUtc, result.CheckedFromUtc + (CheckedMinutes * MicrosecondsPerMinute));
        foreach (var symbol in Symbols)
        {
            using var expected = lake.LoadSeries(symbol, Timeframe.OneMinute, range);
            var actual = new CandlesOfTrades(trades.Where(trade => trade.Symbol == symbol && range.Contains(trade.TimeUtc)));
            actual.Candles.ShouldBe(Enumerable.Range(0, expected.Count).Select(i => expected[i]));
        }
    }

    private static Task<FakeExchangeServer> StartAsync(string faults)
    {
        FaultSpec.TryParse(faults, out var spec, out var error).ShouldBeTrue(error);
        return FakeExchangeServer.StartNewAsync(
            new FakeExchangeOptions(SharedData.Require("lake"), TimeProvider.System)
            {
                Port = FreePort.Find(),
                StartUtc = ExchangeStartUtc,
                Speed = 240, // a minute takes 0.25 s
                Faults = spec,
            }
        );
    }

    private UpbitExchange Open(FakeExchangeServer server, int silenceSeconds = 1) =>
        new(
            new ExchangeOptions(server.RestAddress, server.StreamAddress, folder.PathOf("shared"), TimeProvider.System),
            times: new FeedTimes
            {
                PingInterval = TimeSpan.FromSeconds(0.3),
                SilenceTimeout = TimeSpan.FromSeconds(silenceSeconds),
                FirstReconnectDelay = TimeSpan.FromSeconds(0.05),
                MaxReconnectDelay = TimeSpan.FromSeconds(0.5),
            }
        );

    private sealed class FeedResult
    {
        /// <summary>The start of the first whole minute of the stream, UTC microseconds; 0 before the first connection.</summary>
        public long CheckedFromUtc { get; set; }

        /// <summary>How often the connection broke or could not be opened.</summary>
        public int Breaks { get; set; }

        public List<ExchangeTrade> Trades { get; } = [];
    }

    private sealed class CandlesOfTrades(IEnumerable<ExchangeTrade> trades)
    {
        public IEnumerable<Candle> Candles { get; } =
            trades
                .GroupBy(trade => Timeframe.OneMinute.OpenOf(trade.TimeUtc))
                .OrderBy(bar => bar.Key)
                .Select(bar => CreateCandle(bar.Key, [.. bar.OrderBy(trade => trade.TimeUtc).ThenBy(trade => trade.Id)]));

        private static Candle CreateCandle(long openUtc, ExchangeTrade[] trades) =>
            new(
                openUtc,
                (double)trades[0].Price,
                (double)trades.Max(trade => trade.Price),
                (double)trades.Min(trade => trade.Price),
                (double)trades[^1].Price,
                (double)trades.Sum(trade => trade.Quantity)
            );
    }
}
