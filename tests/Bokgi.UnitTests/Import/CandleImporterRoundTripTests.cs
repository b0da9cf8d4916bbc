using System.Globalization;
using Bokgi.MarketData.Lake.Import;
using Bokgi.Markets;
using Bokgi.Series;
using CsCheck;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Import;

/// <summary>The importer reads random candles unchanged from every supported layout.</summary>
public class CandleImporterRoundTripTests
{
    private const long StartUtc = 1_577_836_800_000_000; // microseconds; 2020-01-01T00:00Z

    private static readonly Gen<Candle[]> Candles =
        from hours in Gen.Int[0, 50_000].HashSet[2, 40]
        from values in Gen.Double[1e-9, 2e8].Array[5].Array[hours.Count]
        select hours
            .Order()
            .Select(
                (hour, i) =>
                    new Candle(
                        StartUtc + (hour * Timeframe.OneHour.NominalMicroseconds),
                        values[i][0],
                        values[i][..4].Max(),
                        values[i][..4].Min(),
                        values[i][3],
                        values[i][4]
                    )
            )
            .ToArray();

    private static readonly Dictionary<string, Func<IEnumerable<Candle>, string>> Layouts = new(StringComparer.Ordinal)
    {
        ["pandas"] = candles => Csv(candles, ",open,high,low,close,volume,value", (row, _) => $"{LocalTime(row, 9, ' ')},{Values(row)},0"),
        ["korean"] = candles =>
            Csv(
                candles.Reverse(),
                ",코인명,캔들기준시간(KST 기준),시가,고가,저가,중가,누적거래금액,누적거래량",
                (row, i) => $"{i},비트코인,{LocalTime(row, 9, 'T')},{Prices(row)},0,{Number(row.Volume)}"
            ),
        ["english zoned"] = candles =>
            Csv(
                candles,
                "Date,Symbol,Volume,Close,Low,High,Open",
                (row, _) =>
                    $"{LocalTime(row, 0, ' ')}+00:00,BTC_KRW,{Number(row.Volume)},{Number(row.Close)},{Number(row.Low)},{Number(row.High)},{Number(row.Open)}"
            ),
        ["seconds"] = candles =>
            Csv(candles, "time;open;high;low;close;volume", (row, _) => $"{row.TimeUtc / 1_000_000},{Values(row)}".Replace(',', ';')),
        ["nanoseconds"] = candles =>
            Csv(candles, "timestamp\topen\thigh\tlow\tclose\tvolume", (row, _) => $"{row.TimeUtc}000,{Values(row)}".Replace(',', '\t')),
        // Binance's close time is 3,599,999 ms after the open time of an hour.
        ["binance rows"] = candles =>
            Csv(candles, null, (row, _) => $"{row.TimeUtc / 1_000},{Values(row)},{(row.TimeUtc / 1_000) + 3_599_999},0,1,0,0,0"),
        ["binance json"] = candles =>
            Json(
                candles,
                row =>
                    $"[{row.TimeUtc / 1_000},\"{Values(row).Replace(",", "\",\"", StringComparison.Ordinal)}\",{(row.TimeUtc / 1_000) + 3_599_999},\"0\",1,\"0\",\"0\",\"0\"]"
            ),
        ["upbit json"] = candles =>
            Json(
                candles.Reverse(),
                row =>
                    $$"""
                        {"market":"KRW-BTC","candle_date_time_utc":"{{LocalTime(row, 0, 'T')}}","candle_date_time_kst":"{{LocalTime(
                            row,
                            9,
                            'T'
                        )}}","timestamp":1,"unit":60,
                         "opening_price":{{Number(row.Open)}},"high_price":{{Number(row.High)}},"low_price":{{Number(
                            row.Low
                        )}},"trade_price":{{Number(row.Close)}},
                         "candle_acc_trade_price":0,"candle_acc_trade_volume":{{Number(row.Volume)}}}
                        """
            ),
    };

    public static TheoryData<string> LayoutNames() => [.. Layouts.Keys];

    [Theory]
    [MemberData(nameof(LayoutNames))]
    public void Read_RandomCandlesInALayout_ReturnsThemUnchanged(string layout)
    {
        using var setup = new ImportSetup();
        var options = new ImportOptions(Symbol.Parse("BTC_KRW"), Timeframe.OneHour);

        Candles.Sample(
            candles =>
            {
                using var plan = setup.Read("candles", Layouts[layout](candles), options);
                Enumerable.Range(0, plan.RowsToStore).Select(i => plan.Rows[i]).ShouldBe(candles);
            },
            iter: 60,
            threads: 1
        );
    }

    [Fact]
    public void Read_ShuffledWithRepeatedRows_GivesEveryCandleOnce()
    {
        using var setup = new ImportSetup();
        var options = new ImportOptions(Symbol.Parse("BTC_KRW"), Timeframe.OneHour);

        Candles
            .SelectMany(candles => Gen.Shuffle(candles.Concat(candles).ToArray()).Select(shuffled => (candles, shuffled)))
            .Sample(
                (candles, shuffled) =>
                {
                    using var plan = setup.Read("candles", Layouts["seconds"](shuffled), options);
                    plan.Duplicates.ShouldBe(candles.Length);
                    Enumerable.Range(0, plan.RowsToStore).Select(i => plan.Rows[i]).ShouldBe(candles);
                },
                iter: 60,
                threads: 1
            );
    }

    private static string Csv(IEnumerable<Candle> candles, string? header, Func<Candle, int, string> line) =>
        string.Join('\n', [.. header is null ? Array.Empty<string>() : [header], .. candles.Select(line), string.Empty]);

    private static string Json(IEnumerable<Candle> candles, Func<Candle, string> row) => $"[{string.Join(",\n", candles.Select(row))}]";

    private static string Values(Candle row) => $"{Prices(row)},{Number(row.Volume)}";

    private static string Prices(Candle row) => $"{Number(row.Open)},{Number(row.High)},{Number(row.Low)},{Number(row.Close)}";

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string LocalTime(Candle row, int hoursAhead, char separator) =>
        UnixTime.ToDateTime(row.TimeUtc).AddHours(hoursAhead).ToString($"yyyy-MM-dd'{separator}'HH:mm:ss", CultureInfo.InvariantCulture);
}
