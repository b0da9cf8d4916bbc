using Bokgi.MarketData.Lake.Import;
using Bokgi.Markets;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Import;

/// <summary>How the importer finds the market of a file: by the name of the file, by the name of its folder, or by a column.</summary>
public sealed class ImportMarketTests : IDisposable
{
    private const string Header = "time,open,high,low,close,volume\n";

    private readonly ImportSetup setup = new();

    public void Dispose() => setup.Dispose();

    [Theory]
    [InlineData("ADA_USDT_USDT-1h-futures.json", "ADA_USDT")]
    [InlineData("Copy of KRW-XRP 1h.csv", "XRP_KRW")]
    [InlineData("upbit_spot_KRW-XRP_1h.csv", "XRP_KRW")]
    [InlineData("SOL_spot_KRW_1h.csv", "SOL_KRW")]
    [InlineData("my_KRW-XRP_1h.csv", "XRP_KRW")]
    [InlineData("price of SOL in KRW 1h.csv", "SOL_KRW")]
    [InlineData("all_usdt_SOL_1h.csv", "SOL_USDT")]
    [InlineData("coin_KRW-XRP_1h.csv", "XRP_KRW")]
    [InlineData("kimchi_KRW-XRP_1h.csv", "XRP_KRW")]
    [InlineData("KRW-IN_1h.csv", "IN_KRW")]
    [InlineData("KRW-SWAP_1h.csv", "SWAP_KRW")]
    [InlineData("tBTCUSD_1h.csv", "BTC_USD")]
    [InlineData("XXBTZUSD_1h.csv", "XBT_USD")]
    [InlineData("EURUSDT-1h-2025-01.csv", "EUR_USDT")]
    public void Name_WithOtherWords_GivesTheMarket(string name, string symbol)
    {
        using var plan = setup.Read(
            name,
            name.EndsWith(".json", StringComparison.Ordinal) ? "[[1704067200000,1,2,1,2,3]]" : Header + "1704067200,1,2,1,2,3\n"
        );

        plan.Symbol.Code.ShouldBe(symbol);
        // The coin named SWAP causes the warning, too, because SWAP is also a word for futures.
        plan.Warnings.Any(warning => warning.StartsWith("the name mentions futures", StringComparison.Ordinal))
            .ShouldBe(name.Contains("futures", StringComparison.Ordinal) || name.Contains("SWAP", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("BINANCE_BTCUSDT.P, 60.csv", ".P")]
    [InlineData("SOL-USDT-SWAP_1H.csv", "SWAP")]
    [InlineData("SOLUSDT_PERP_1h.csv", "PERP")]
    public void Name_ThatMentionsFutures_CausesAWarning(string name, string word)
    {
        using var plan = setup.Read(name, Header + "1704067200,1,2,1,2,3\n1704070800,1,2,1,2,3\n1704074400,1,2,1,2,3\n");

        plan.Warnings.ShouldHaveSingleItem().ShouldStartWith($"the name mentions futures ('{word}')");
    }

    [Fact]
    public void Name_WithANumberOfDays_DoesNotGiveTheTimeframe()
    {
        using var plan = setup.Read("XRP_KRW_7days.csv", Header + ImportSetup.HourlyRows(48, _ => "3"));

        plan.Timeframe.ShouldBe(Timeframe.OneHour);
    }

    [Theory]
    [InlineData("tBTCUSD", "BTC_USD")]
    [InlineData("XXBTZUSD", "XBT_USD")]
    public void Market_InAColumnAsExchangesWriteIt_IsRead(string text, string symbol)
    {
        using var plan = setup.Read("1h.csv", $"time,symbol,open,high,low,close,volume\n2024-01-01 09:00,{text},1,2,1,2,3\n");

        plan.Symbol.Code.ShouldBe(symbol);
    }

    [Theory]
    [InlineData("BTC-PERPETUAL_1h.csv", "does not identify its market")]
    [InlineData("btc_usdt_bot/ETH-1h.csv", "does not identify its market")]
    [InlineData("BTC-KRW/eth.csv", "does not identify its market")]
    [InlineData("BTCUSDT-2h-2024-01.csv", "bars of '2h' are not supported")]
    public void Name_OfAnUnsupportedMarketOrTimeframe_IsRefused(string name, string message) =>
        setup.GetRefusalMessage(name, Header + "2024-01-01 09:00,1,2,1,2,3\n").ShouldContain(message);

    [Theory]
    [InlineData("BTC-KRW/btc.csv")]
    [InlineData("BTC-KRW/BTC-1h.csv")]
    public void FolderName_WithTheCoinOfTheFile_GivesTheMarket(string name)
    {
        using var plan = setup.Read(name, Header + "2024-01-01 09:00,1,2,1,2,3\n", new ImportOptions(Timeframe: Timeframe.OneHour));

        plan.Symbol.Code.ShouldBe("BTC_KRW");
    }

    [Fact]
    public void Name_OfAnotherMarketThanTheColumns_IsRefused() =>
        setup
            .GetRefusalMessage("BTC_KRW_1h.csv", "time,symbol,open,high,low,close,volume\n2024-01-01 09:00,KRW-ETH,1,2,1,2,3\n")
            .ShouldContain("its name says BTC_KRW, column 'symbol' says 'KRW-ETH', which is ETH_KRW; specify --symbol");

    [Fact]
    public void Json_OfTwoMarkets_NamesThem() =>
        setup
            .GetRefusalMessage(
                "hours.json",
                """{"KRW-BTC":[[1704067200000,100,110,90,105,2.5]],"KRW-ETH":[[1704067200000,10,11,9,10,2.5]]}"""
            )
            .ShouldContain("hours.json holds 2 arrays of candles (KRW-BTC, KRW-ETH); split the file, one market each");
}
