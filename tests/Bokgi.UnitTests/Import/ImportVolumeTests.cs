using Bokgi.Series;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Import;

/// <summary>How the importer finds the volume column when several column names mention volume.</summary>
public sealed class ImportVolumeTests : IDisposable
{
    private readonly ImportSetup setup = new();

    public void Dispose() => setup.Dispose();

    [Fact]
    public void Volume_SimilarColumnNames_AreIgnoredOrRefusedAsAmbiguous()
    {
        foreach (var otherColumn in (string[])["volatility_30d", "volume_24h", "baseAssetVolume", "takerBuyBaseAssetVolume"])
        {
            using var plan = setup.Read("BTC_KRW_1h.csv", $"time,open,high,low,close,volume,{otherColumn}\n1704067200,1,2,1,2,3,0.5\n");
            plan.Rows.Volume[0].ShouldBe(3, otherColumn);
        }

        setup
            .GetRefusalMessage("BTC_KRW_1h.csv", "time,open,high,low,close,volatility\n1704067200,1,2,1,2,3\n")
            .ShouldContain("has no volume column");
        setup
            .GetRefusalMessage("BTC_KRW_1h.csv", "time,open,high,low,close,volume,base_volume\n1704067200,1,2,1,2,3,4\n")
            .ShouldContain("several columns for volume: volume, base_volume");
    }

    [Theory]
    [InlineData("Binance_USDCUSDT_1h.csv", "Volume USDC,Volume USDT", "USDC_USDT")]
    [InlineData("Upbit_USDTKRW_1h.csv", "Volume USDT,Volume KRW", "USDT_KRW")]
    public void Volume_TwoCurrencyColumns_UsesTheBaseCurrencyOfTheMarket(string name, string volumeColumns, string symbol)
    {
        using var plan = setup.Read(name, $"time,open,high,low,close,{volumeColumns}\n1704067200,1,1.01,0.99,1,500,505\n");

        (plan.Symbol.Code, plan.Rows.Volume[0]).ShouldBe((symbol, 500));
    }

    [Theory]
    [InlineData(
        "timeOpen;timeClose;timeHigh;timeLow;name;open;high;low;close;volume;marketCap;timestamp\n",
        "2024-01-01T00:00:00.000Z;2024-01-01T23:59:59.999Z;2024-01-01T03:00:00.000Z;2024-01-01T05:00:00.000Z;2781;1;2;1;2;3000;9;2024-01-01T23:59:59.999Z\n"
    )]
    [InlineData("Date,Open,High,Low,Close,Adj Close,Volume\n", "2024-01-01 09:00,1,2,1,2,2,3000\n")]
    public void Volume_InDollars_IsWarnedAbout(string header, string row)
    {
        using var plan = setup.Read("BTC_USD_1d.csv", header + row);

        plan.Rows[0].ShouldBe(new Candle(ImportSetup.FirstHourSeconds * 1_000_000, 1, 2, 1, 2, 3000));
        plan.Warnings.ShouldHaveSingleItem().ShouldContain("in dollars");
    }

    [Fact]
    public void Rows_OfHuobi_HaveTheirTimeInIdAndTheirVolumeInAmount()
    {
        var rows = Enumerable
            .Range(0, 3)
            .Select(i =>
                $$"""{"id":{{ImportSetup.FirstHourSeconds + (i * 3_600)}},"open":100,"close":105,"low":90,"high":110,"amount":{{i + 2}},"vol":{{100 * (i + 2)}},"count":7}"""
            );

        using var plan = setup.Read("BTC_KRW_1h.json", $$"""{"status":"ok","data":[{{string.Join(',', rows)}}]}""");

        plan.Rows[2].ShouldBe(new Candle((ImportSetup.FirstHourSeconds + 7_200) * 1_000_000, 100, 110, 90, 105, 4));
    }

    // In the first row, 721.5 is 7 times a price between its low and its high: 7 is the volume in BTC, and 721.5 the same volume in USDT.
    [Theory]
    [InlineData("vol,amount", "721.5,7;852.4,8;981.2,9;0.14,0.0013", 7)]
    [InlineData("vol,amount", "721.5,7", 7)]
    [InlineData("volume,quoteVolume", "721.5,7;852.4,8;981.2,9", 7)]
    [InlineData("amount,vol", "721.5,7", 7)]
    public void Volume_InTheQuoteCurrency_IsNotUsed(string names, string volumes, double expected)
    {
        string[] prices = ["100,110,95,105", "105,112,101,108", "108,113,104,110", "110,110,110,110"];
        var rows = volumes.Split(';').Select((cells, i) => $"{ImportSetup.Timestamp(i)},{prices[i]},{cells}\n");

        using var plan = setup.Read("BTC_USDT-1h.csv", $"time,open,high,low,close,{names}\n{string.Concat(rows)}");

        plan.Rows[0].Volume.ShouldBe(expected);
    }

    [Theory]
    [InlineData("Volume (K)")]
    [InlineData("Volume, mln")]
    [InlineData("거래량(천)")]
    [InlineData("volume_24h")]
    [InlineData("volume_log")]
    [InlineData("Volume ETH")]
    public void Volume_ScaledOrOf24HoursOrLogarithmicOrOfAnotherCoin_IsNotUsed(string name) =>
        setup
            .GetRefusalMessage("BTC_USDT-1h.csv", $"time,open,high,low,close,\"{name}\"\n2024-01-01 09:00,1,2,1,2,3\n")
            .ShouldContain("has no volume column");
}
