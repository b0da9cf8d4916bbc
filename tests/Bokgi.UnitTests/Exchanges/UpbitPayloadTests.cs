using System.Text.Json;
using Bokgi.MarketData.Exchanges;
using Bokgi.MarketData.Exchanges.Upbit;
using Bokgi.Markets;
using Bokgi.Series;
using Bokgi.UnitTests.Lake;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Exchanges;

/// <summary>The adapter's parsers read recorded messages of Upbit correctly.</summary>
public sealed class UpbitPayloadTests
{
    private static readonly Symbol Bitcoin = Symbol.Parse("BTC_KRW");

    [Fact]
    public void ReadCandles_MinutesOf2020_ReturnsAllCandles()
    {
        var response = Recordings.ReadJson("upbit", "smtm", "upbit_1m_20200220_170000-20200220_202000.json");
        var candles = UpbitCandles.Read(response, Bitcoin, Timeframe.OneMinute, TemporaryLake.TimeOf("2020-02-20T11:20Z"), 200);
        candles.Count.ShouldBe(200);
        candles[0]
            .ShouldBe(new Candle(TemporaryLake.TimeOf("2020-02-20T11:19Z"), 11_509_000, 11_511_000, 11_489_000, 11_498_000, 2.63267824));
        candles[^1].TimeUtc.ShouldBe(TemporaryLake.TimeOf("2020-02-20T08:00Z"));
        candles.Sum(candle => candle.Volume).ShouldBe(1_596.3187, 1e-9);
    }

    [Fact]
    public void ReadCandles_OneSecondCandle_ReturnsIt()
    {
        var response = Recordings.ReadJsonBelowHeader("upbit", "upbit.net", "ExchangeData_GetKlines.txt");
        var oneSecond = Timeframe.Parse("1S");
        UpbitCandles
            .Read(response, Bitcoin, oneSecond, TemporaryLake.TimeOf("2025-07-01T00:00Z"), 1)
            .ShouldHaveSingleItem()
            .ShouldBe(new Candle(TemporaryLake.TimeOf("2025-06-30T23:59:59Z"), 145_794_000, 145_794_000, 145_759_000, 145_759_000, 0.0013));
    }

    [Theory]
    [InlineData("ETH_KRW", "1S", "2025-07-01T00:00Z", 1, "is of another market than KRW-ETH")]
    [InlineData("BTC_KRW", "1S", "2025-06-30T23:59:59Z", 1, "cannot open at 2025-06-30T23:59:59Z")]
    [InlineData("BTC_KRW", "1M", "2025-07-01T00:00Z", 1, "cannot open at 2025-06-30T23:59:59Z")]
    [InlineData("BTC_KRW", "1S", "2025-07-01T00:00Z", 0, "1 bars are more than the 0 requested")]
    public void ReadCandles_NotTheRequestedCandles_Throws(string symbol, string timeframe, string before, int count, string error)
    {
        var response = Recordings.ReadJsonBelowHeader("upbit", "upbit.net", "ExchangeData_GetKlines.txt");
        Should
            .Throw<FormatException>(() =>
                UpbitCandles.Read(response, Symbol.Parse(symbol), Timeframe.Parse(timeframe), TemporaryLake.TimeOf(before), count)
            )
            .Message.ShouldContain(error);
    }

    [Theory]
    [InlineData("""{"error":{"name":"x"}}""", "is not a list")]
    [InlineData("""[{"market":"KRW-BTC"}]""", "candle_date_time_utc")]
    [InlineData(
        """[{"market":"KRW-BTC","candle_date_time_utc":"2025-01-01T00:00:00","opening_price":2,"high_price":1,"low_price":1,"trade_price":1,"candle_acc_trade_volume":1}]""",
        "not valid"
    )]
    [InlineData(
        """[{"market":"KRW-BTC","candle_date_time_utc":"2025-01-01T00:00:00","opening_price":null,"high_price":1,"low_price":1,"trade_price":1,"candle_acc_trade_volume":1}]""",
        "opening_price is not a number"
    )]
    public void ReadCandles_MalformedResponse_Throws(string response, string error) =>
        Should
            .Throw<FormatException>(() =>
                UpbitCandles.Read(JsonElement.Parse(response), Bitcoin, Timeframe.OneMinute, TemporaryLake.TimeOf("2026-01-01T00:00Z"), 200)
            )
            .Message.ShouldContain(error);

    [Fact]
    public void ReadMarkets_WithWarningsAndCautions_ReturnsThem()
    {
        var markets = UpbitMarkets.Read(Recordings.ReadJsonBelowHeader("upbit", "upbit.net", "ExchangeData_GetSymbols.txt"));
        markets
            .Select(market => (market.Code, market.EnglishName, market.HasWarning, market.Cautions.Count))
            .ShouldBe([("KRW-BTC", "Bitcoin", false, 0), ("KRW-ETH", "Ethereum", true, 0)]);
        (markets[0].Symbol, markets[0].QuantityStep, markets[0].MinimumNotional).ShouldBe((Bitcoin, 0.00000001m, 5_000m));
    }

    [Fact]
    public void ReadMarkets_ResponseOf2021WithoutEvents_ReturnsAllMarkets()
    {
        var markets = UpbitMarkets.Read(
            Recordings.ReadLoggedResponse("https://api.upbit.com/v1/market/all", "upbit", "cryptofeed", "UPBIT.0")
        );
        markets.Count.ShouldBe(294);
        markets[0]
            .ShouldBe(
                new ExchangeMarket(Bitcoin, "KRW-BTC", "비트코인", "Bitcoin", true, false, markets[0].Cautions, null, 0.00000001m, 5_000m)
            );
        markets.Single(market => market.Code == "BTC-ETH").MinimumNotional.ShouldBe(0.00005m);
    }

    [Fact]
    public void ReadSteps_RecordedResponse_ReturnsPriceSteps() =>
        UpbitMarkets
            .ReadSteps(Recordings.ReadJsonBelowHeader("upbit", "upbit.net", "ExchangeData_GetSymbolConfig.txt"))
            .ShouldBe(new Dictionary<string, decimal> { ["KRW-BTC"] = 1_000, ["KRW-ETH"] = 1_000 });

    [Fact]
    public void ReadTickers_NumbersAsText_ReturnsTickers()
    {
        var tickers = UpbitTickers.Read(Recordings.ReadJsonBelowHeader("upbit", "upbit.net", "ExchangeData_GetTickers.txt"));
        tickers.Count.ShouldBe(2);
        tickers[0]
            .ShouldBe(
                new Ticker(
                    Bitcoin,
                    148_601_000,
                    148_737_000,
                    149_360_000,
                    148_288_000,
                    148_737_000,
                    -0.0009143656,
                    1_198.26954807,
                    178_448_329_314.96686,
                    1_751_606_040_365_000
                )
            );
    }

    [Fact]
    public void ReadTrades_RestResponse_ReturnsTheTrade() =>
        UpbitTrades
            .Read(Recordings.ReadJsonBelowHeader("upbit", "upbit.net", "ExchangeData_GetTradeHistory.txt"), Bitcoin)
            .ShouldHaveSingleItem()
            .ShouldBe(new ExchangeTrade(Bitcoin, 17_510_687_993_360_000, 1_751_068_799_336_000, 147_058_000, 0.00006043m, IsBuy: true));

    [Fact]
    public void ReadFrame_FullFieldNames_ReturnsTheTrade()
    {
        var frame = string.Join('\n', File.ReadLines(SharedData.Require("fixtures", "upbit", "upbit.net", "Trades.txt")).Skip(2));
        var (trade, isSnapshot) = UpbitTrades.ReadFrame(JsonElement.Parse(frame)).ShouldNotBeNull();
        trade.ShouldBe(
            new ExchangeTrade(Symbol.Parse("ETH_KRW"), 1_696_585_056_846_000, 1_696_585_056_846_000, 37_625, 0.00008428m, IsBuy: false)
        );
        isSnapshot.ShouldBeTrue();
    }

    [Fact]
    public void ReadFrame_ShortFieldNames_ReadsTradesAndIgnoresOtherFrames()
    {
        var results = Recordings
            .ReadFrames("upbit", "cryptofeed", "UPBIT.ws.62.0")
            .Select(frame => UpbitTrades.ReadFrame(JsonElement.Parse(frame)))
            .ToList();
        var trades = results.Where(result => result is not null).Select(result => result!.Value).ToList();
        trades.Count.ShouldBe(304);
        results.Count.ShouldBeGreaterThan(trades.Count);
        trades.ShouldAllBe(read => !read.IsSnapshot);
        trades[0]
            .Trade.ShouldBe(
                new ExchangeTrade(Symbol.Parse("LAMB_KRW"), 1_618_678_262_000_003, 1_618_678_262_000_000, 127, 46.48838371m, IsBuy: true)
            );
        trades.DistinctBy(read => (read.Trade.Symbol, read.Trade.Id)).Count().ShouldBe(304); // ids are unique per market
    }

    [Fact]
    public void ReadFrame_NotATrade_ReturnsNullUnlessItIsAMalformedTrade()
    {
        UpbitTrades.ReadFrame(JsonElement.Parse("""{"status":"UP"}""")).ShouldBeNull();
        UpbitTrades.ReadFrame(JsonElement.Parse("""{"type":"candle.1m","code":"KRW-ETH"}""")).ShouldBeNull();
        Should.Throw<FormatException>(() => UpbitTrades.ReadFrame(JsonElement.Parse("""{"type":"trade","code":"KRW-ETH"}""")));
    }
}
