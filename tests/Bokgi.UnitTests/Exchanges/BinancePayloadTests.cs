using System.Text.Json;
using Bokgi.MarketData.Exchanges;
using Bokgi.MarketData.Exchanges.Binance;
using Bokgi.Markets;
using Bokgi.Series;
using Bokgi.UnitTests.Lake;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Exchanges;

/// <summary>The adapter's parsers read recorded messages of Binance correctly.</summary>
public sealed class BinancePayloadTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ReadCandles_RecordedResponse_ReturnsItsCandle(bool isOfNautilusTrader)
    {
        var response = isOfNautilusTrader
            ? Recordings.ReadJson("binance", "nautilus", "klines_response.json")
            : Recordings.ReadJsonBelowHeader("binance", "binance.net", "ExchangeData_GetKlines.txt");
        using var rows = BinanceCandles.Read(response, Timeframe.Parse("1M"), TimeRange.All);
        rows.Count.ShouldBe(1);
        rows[0].ShouldBe(new Candle(1_499_040_000_000_000, 0.0163479, 0.8, 0.015758, 0.015771, 148_976.11427815));
    }

    [Theory]
    [InlineData("1MO", "cannot open at 2017-07-03T00:00:00Z")]
    [InlineData("1M", "cannot open at 2017-07-03T00:00:00Z", "2017-07-04T00:00Z")]
    public void ReadCandles_NotTheRequestedCandles_Throws(string timeframe, string error, string? rangeStart = null)
    {
        var response = Recordings.ReadJson("binance", "nautilus", "klines_response.json");
        var range = rangeStart is null ? TimeRange.All : TimeRange.All with { StartUtc = TemporaryLake.TimeOf(rangeStart) };
        Should.Throw<FormatException>(() => BinanceCandles.Read(response, Timeframe.Parse(timeframe), range)).Message.ShouldContain(error);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""[[0,"2","1","1","1","1"]]""")]
    [InlineData("""[[0,"x","1","1","1","1"]]""")]
    public void ReadCandles_MalformedResponse_Throws(string response) =>
        Should.Throw<FormatException>(() => BinanceCandles.Read(JsonElement.Parse(response), Timeframe.OneMinute, TimeRange.All));

    [Fact]
    public void ReadMarkets_OldResponse_GivesNoPriceStepOrMinimum()
    {
        var markets = BinanceMarkets.Read(Recordings.ReadJson("binance", "nautilus", "exchange_info_response.json"));
        var market = markets.ShouldHaveSingleItem();
        (market.Symbol.Code, market.Code, market.IsTrading, market.PriceStep, market.MinimumNotional).ShouldBe(
            ("ETH_BTC", "ETHBTC", true, null, null)
        );
    }

    [Fact]
    public void ReadMarkets_AllMarketsOfBinance_GivesStepsAndMinimum()
    {
        var markets = BinanceMarkets.Read(
            Recordings.ReadLoggedResponse("https://api.binance.com/api/v3/exchangeInfo", "binance", "cryptofeed_BINANCE.0.gz")
        );
        var ether = markets.Single(market => market.Code == "ETHBTC");
        (ether.PriceStep, ether.QuantityStep, ether.MinimumNotional).ShouldBe((0.000001m, 0.0001m, 0.0001m));
        markets.Count.ShouldBe(1_695);
        markets.Count(market => market.PriceStep is null).ShouldBe(0);
    }

    [Fact]
    public void ReadTickers_RecordedResponse_ReturnsTheTicker()
    {
        var response = JsonElement.Parse($"[{Recordings.ReadJson("binance", "nautilus", "ticker_24hr_response.json").GetRawText()}]");
        var ticker = BinanceTickers
            .Read(response, new Dictionary<string, Symbol> { ["BNBBTC"] = Symbol.Parse("BNB_BTC") })
            .ShouldHaveSingleItem();
        ticker.ShouldBe(
            new Ticker(
                Symbol.Parse("BNB_BTC"),
                4.000002,
                99,
                100,
                0.1,
                0.10002,
                (4.000002 / 0.10002) - 1,
                8_913.3,
                15.3,
                1_499_869_899_040_000
            )
        );
    }

    [Fact]
    public void ReadFrame_RecordedStream_ReadsTradesAndIgnoresOtherFrames()
    {
        var markets = new Dictionary<string, Symbol> { ["NKNUSDT"] = Symbol.Parse("NKN_USDT"), ["LRCBTC"] = Symbol.Parse("LRC_BTC") };
        var trades = Recordings
            .ReadFrames("binance", "cryptofeed_BINANCE.ws.1.0")
            .Select(frame => BinanceTrades.ReadFrame(JsonElement.Parse(frame), markets))
            .OfType<ExchangeTrade>()
            .ToList();
        trades.ShouldBe([
            new ExchangeTrade(Symbol.Parse("NKN_USDT"), 15_683_430, 1_633_998_523_963_000, 0.3528m, 58m, IsBuy: true),
            new ExchangeTrade(Symbol.Parse("LRC_BTC"), 9_213_679, 1_633_998_534_486_000, 0.00000638m, 177m, IsBuy: true),
        ]);
    }
}
