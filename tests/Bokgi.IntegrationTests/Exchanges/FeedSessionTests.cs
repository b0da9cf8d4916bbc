using Bokgi.IntegrationTests.CommandLine;
using Bokgi.MarketData.Exchanges;
using Bokgi.MarketData.Exchanges.Http;
using Bokgi.MarketData.Exchanges.Streams;
using Bokgi.Markets;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Exchanges;

/// <summary>
/// <see cref="TradeFeed"/> passes on each trade exactly once, also the trades that happen while the connection is lost. A trade that the feed
/// received but did not pass on is fetched again. A frame of <see cref="ScriptedTradeStream"/> has the kind, market, id and second of a trade.
/// </summary>
public sealed class FeedSessionTests : IDisposable
{
    private static readonly Symbol Btc = Symbol.Parse("BTC_KRW");
    private static readonly Symbol Eth = Symbol.Parse("ETH_KRW");

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task SnapshotTrade_OfAConnectionThatBreaksBeforeItsFirstTrade_IsFetchedAndPassedOn()
    {
        await using var stream = new ScriptedTradeStream(
            [
                ["snapshot BTC_KRW 2 20"],
                ["trade BTC_KRW 4 40"],
            ],
            [symbol => new FetchedTrades([Trade(symbol, 3, 30), Trade(symbol, 2, 20), Trade(symbol, 1, 10)], UntilUtc: 0)]
        );

        var ids = await ListenAsync(stream, [Btc], trades: 4);

        ids.ShouldBe(["BTC_KRW 1", "BTC_KRW 2", "BTC_KRW 3", "BTC_KRW 4"]);
    }

    [Fact]
    public async Task SnapshotTrade_OfTheFirstConnection_IsOmitted()
    {
        await using var stream = new ScriptedTradeStream(
            [
                ["snapshot BTC_KRW 2 20", "trade BTC_KRW 3 30"],
            ],
            []
        );

        var ids = await ListenAsync(stream, [Btc], trades: 1);

        ids.ShouldBe(["BTC_KRW 3"]);
    }

    [Fact]
    public async Task FetchMissed_FailsAtTheSecondMarket_FetchesTheFirstAgainToo()
    {
        await using var stream = new ScriptedTradeStream(
            [
                ["trade BTC_KRW 1 10", "trade ETH_KRW 1 10"],
                [],
                ["trade BTC_KRW 3 30"],
            ],
            [
                symbol => new FetchedTrades([Trade(symbol, 2, 20), Trade(symbol, 1, 10)], UntilUtc: 25_000_000),
                _ => throw new ExchangeException(ExchangeErrorKind.Unavailable, "the exchange is gone"),
                symbol => new FetchedTrades([Trade(symbol, 2, 20), Trade(symbol, 1, 10)], UntilUtc: 25_000_000),
                symbol => new FetchedTrades([Trade(symbol, 2, 21), Trade(symbol, 1, 10)], UntilUtc: 25_000_000),
            ]
        );

        var ids = await ListenAsync(stream, [Btc, Eth], trades: 5);

        ids.ShouldBe(["BTC_KRW 1", "ETH_KRW 1", "BTC_KRW 2", "ETH_KRW 2", "BTC_KRW 3"]);
    }

    private static ExchangeTrade Trade(Symbol symbol, long id, long second) => ScriptedTradeStream.Trade(symbol, id, second);

    private async Task<List<string>> ListenAsync(ScriptedTradeStream stream, IReadOnlyList<Symbol> symbols, int trades)
    {
        var times = new FeedTimes { FirstReconnectDelay = TimeSpan.FromMilliseconds(1), MaxReconnectDelay = TimeSpan.FromMilliseconds(10) };
        var feed = new TradeFeed(stream, new StateFile(folder.PathOf("state"), TimeProvider.System), TimeProvider.System, times);
        using var end = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var ids = new List<string>();
        await foreach (var message in feed.StreamAsync(symbols, end.Token))
        {
            if (message is FeedMessage.Traded { Trade: var trade })
                ids.Add($"{trade.Symbol} {trade.Id}");
            if (ids.Count == trades)
                break;
        }

        return ids;
    }
}
