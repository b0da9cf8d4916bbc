using System.Globalization;
using Bokgi.MarketData.Lake.Import;
using Bokgi.Series;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Import;

/// <summary>Columns that can be mistaken for others: the importer must return the right bars or refuse with a remedy.</summary>
/// <remarks>The epoch 1704067200 is 2024-01-01T00:00Z, which is 09:00 in Korea.</remarks>
public sealed class AmbiguousColumnTests : IDisposable
{
    private readonly ImportSetup setup = new();

    public void Dispose() => setup.Dispose();

    [Fact]
    public void ColumnOrder_PlausibleOnlyWithTheVolumeAsAPrice_IsNotSuggested()
    {
        // Time, volume, close, high, low, open.
        string[] rows =
        [
            .. Enumerable
                .Range(0, 12)
                .Select(i => $"{ImportSetup.FirstHourSeconds + (3_600 * i)},{8.02 + i},{PricesInOrder(i, 3, 1, 2, 0)}\n"),
        ];

        setup.GetRefusalMessage("BTC_KRW_1h.csv", string.Concat(rows)).ShouldEndWith("check which column is which, and specify --columns");
    }

    // High and low are swapped, and the time or the volume is in an unusual place.
    [Theory]
    [InlineData("volume,time,open,high,low,close")]
    [InlineData("open,high,low,close,time,volume")]
    [InlineData("time,open,high,low,volume,close")]
    public void ColumnOrder_WithTheTimeOrVolumeElsewhere_GetsNoSuggestion(string columns)
    {
        string Value(int i, string name) =>
            name switch
            {
                "time" => FormattableString.Invariant($"{ImportSetup.FirstHourSeconds + (3_600 * i)}"),
                "open" => PricesInOrder(i, 0),
                "high" => PricesInOrder(i, 2),
                "low" => PricesInOrder(i, 1),
                "close" => PricesInOrder(i, 3),
                _ => "10",
            };
        var rows = Enumerable.Range(0, 12).Select(i => string.Join(',', columns.Split(',').Select(name => Value(i, name))) + "\n");

        setup
            .GetRefusalMessage("BTC_KRW_1h.csv", string.Concat(rows), new ImportOptions(Columns: columns))
            .ShouldEndWith("; check which column is which, and specify --columns");
    }

    // The numbers are those of PricesInOrder.
    [Theory]
    [InlineData(3, 1, 2, 0, "close,high,low,open")]
    [InlineData(3, 0, 1, 2, "close,open,high,low")]
    public void ColumnOrder_ClosesFirst_IsRefusedUntilSpecified(int price1, int price2, int price3, int price4, string columns)
    {
        var text = string.Concat(
            Enumerable
                .Range(0, 12)
                .Select(i => $"{ImportSetup.FirstHourSeconds + (3_600 * i)},{PricesInOrder(i, price1, price2, price3, price4)},{10 + i}\n")
        );

        var refusal = setup.GetRefusalMessage("BTC_KRW_1h.csv", text);

        refusal.ShouldContain(
            columns == "close,high,low,open" ? "bars open where others close" : $"specify --columns time,{columns},volume"
        );
        using var plan = setup.Read("BTC_KRW_1h.csv", text, new ImportOptions(Columns: $"time,{columns},volume"));
        plan.Rows[0].Open.ShouldBe(42_000);
        plan.Rows[0].Close.ShouldBe(42_100);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("date,time,open,high,low,close,volume")]
    public void MetaTrader4_FileWithoutAHeader_IsRead(string? columns)
    {
        using var plan = setup.Read(
            "BTC_KRW_1h.csv",
            "2024.01.01,09:00,100,110,90,105,7\n2024.01.01,10:00,105,120,100,110,9\n",
            new ImportOptions(Columns: columns)
        );

        plan.Rows[0].ShouldBe(new Candle(ImportSetup.FirstHourSeconds * 1_000_000, 100, 110, 90, 105, 7));
    }

    [Fact]
    public void Layout_ForAFileThatNamesItsColumns_IsValidatedAndIgnoredWithAWarning()
    {
        setup
            .GetRefusalMessage("BTC_KRW_1h.csv", ImportSetup.Header + ImportSetup.HourlyRows(2, _ => "3"), new ImportOptions(Layout: "foo"))
            .ShouldContain("'foo' is not a layout; use one of kraken, bithumb");
        using var plan = setup.Read(
            "BTC_KRW_1h.csv",
            ImportSetup.Header + ImportSetup.HourlyRows(2, _ => "3"),
            new ImportOptions(Layout: "kraken")
        );

        plan.Warnings.ShouldBe(["--layout kraken was not applied: the file names its columns"]);
    }

    [Fact]
    public void Columns_CloseTimesAsTimes_AreRefused() =>
        setup
            .GetRefusalMessage(
                "BTC_KRW_1h.csv",
                "open_time,close_time,open,high,low,close,volume\n2024-01-01 09:00,2024-01-01 10:00,1,2,1,2,3\n",
                new ImportOptions(Columns: "time=close_time")
            )
            .ShouldContain("'close_time' holds the times at which bars close");

    [Fact]
    public void Columns_DifferingOnlyInCase_AreDistinguished()
    {
        using var plan = setup.Read("BTC_KRW_1h.csv", "t,o,h,L,l,c,v\n1704067200,1,2,9,1,2,3\n", new ImportOptions(Columns: "low=l"));

        plan.Rows[0].Low.ShouldBe(1);
    }

    [Theory]
    [InlineData("Date,Price,Open,High,Low,Vol.,Change %\n2024-01-01 09:00,2,1,2,1,3,0.5%\n")]
    [InlineData("체결시간,현재가,시가,고가,저가,거래량\n2024-01-01 09:00,2,1,2,1,3\n")]
    [InlineData("Unnamed: 0,open,high,low,close,volume\n2024-01-01 09:00,1,2,1,2,3\n")]
    [InlineData("__index_level_0__,open,high,low,close,volume\n2024-01-01 09:00,1,2,1,2,3\n")]
    public void Columns_NamedAsOtherProgramsDo_AreKnown(string text)
    {
        using var plan = setup.Read("BTC_KRW_1h.csv", text);

        plan.Rows[0].ShouldBe(new Candle(ImportSetup.FirstHourSeconds * 1_000_000, 1, 2, 1, 2, 3));
    }

    // The prices of bar i in the given order, in which 0 is open, 1 high, 2 low and 3 close. Each bar opens at the close of the previous one.
    private static string PricesInOrder(int i, params int[] order)
    {
        double[] bar = [42_000 + (100 * i), 42_150 + (100 * i), 41_900 + (100 * i), 42_100 + (100 * i)];
        return string.Join(',', order.Select(index => bar[index].ToString(CultureInfo.InvariantCulture)));
    }
}
