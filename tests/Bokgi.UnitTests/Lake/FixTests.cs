using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Bokgi.Series;
using CsCheck;
using Shouldly;
using Xunit;
using static Bokgi.UnitTests.Lake.TemporaryLake;

namespace Bokgi.UnitTests.Lake;

public sealed class FixTests : IDisposable
{
    private static readonly Symbol Bitcoin = Symbol.Parse("BTC_KRW");

    private readonly TemporaryLake temp = new();

    public void Dispose() => temp.Dispose();

    [Fact]
    public void Fix_UnorderedAndDuplicateRows_SortsAndKeepsTheLastRowOfEachTime()
    {
        ExternalParquetFile
            .FromBars(
                Bar("2024-05-01T02:00Z", 1),
                Bar("2024-05-01T01:00Z", 2),
                Bar("2024-05-01T02:00Z", 3),
                Bar("2024-05-01T03:00Z", 4) with
                {
                    Low = 400, // invalid, but kept
                }
            )
            .Save(temp.PathOf("BTC_KRW/1H/2024.parquet"));

        var summary = temp.Lake.Fix(Bitcoin, Timeframe.OneHour);

        (summary.Rows, summary.Duplicates, summary.OutOfOrder).ShouldBe((3, 1, 1));
        summary.Files.ShouldBe(["BTC_KRW/1H/2024.parquet"]);
        var report = temp.Lake.Quality(Bitcoin, Timeframe.OneHour, TimeRange.All);
        (report.Rows, report.Duplicates, report.OutOfOrder, report.InvalidBars.Count).ShouldBe((3, 0, 0, 1));
        temp.Lake.Fix(Bitcoin, Timeframe.OneHour).Files.ShouldBeEmpty();
    }

    [Fact]
    public void Fix_OrderedFileWithoutDuplicates_LeavesItAlone()
    {
        ExternalParquetFile.FromBars(Bar("2024-05-01T01:00Z", 1), Bar("2024-05-01T04:00Z", 2)).Save(temp.PathOf("BTC_KRW/1H/2024.parquet"));
        var before = File.ReadAllBytes(temp.PathOf("BTC_KRW/1H/2024.parquet"));
        temp.Lake.Fix(Bitcoin, Timeframe.OneHour).Files.ShouldBeEmpty();
        File.ReadAllBytes(temp.PathOf("BTC_KRW/1H/2024.parquet")).ShouldBe(before);
    }

    // The files use two spellings of the symbol, cover two years, and hold any rows in any order. Reading them must give the same rows
    // before and after Fix.
    [Fact]
    public void Fix_AnyFiles_KeepsTheRowsThatAreRead() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 200], Gen.Int[1, 9], (file, hour, number) => (File: file, Hour: hour, Number: number))
            .List[1, 30]
            .Sample(
                rows =>
                {
                    using var lake = new TemporaryLake();
                    string[] names =
                    [
                        "KRW-BTC/1H/2023.parquet",
                        "BTC_KRW/1H/2023.parquet",
                        "BTC_KRW/1H/2024.parquet",
                        "KRW-BTC/1H/2024.parquet",
                    ];
                    foreach (var file in rows.GroupBy(row => row.File))
                        ExternalParquetFile
                            .FromBars([.. file.Select(row => Bar(TimeAt(row.Hour), row.Number))])
                            .Save(lake.PathOf(names[file.Key]));
                    using var before = new CandleColumns();
                    Read(lake.Lake, before);
                    var neededFix = HasDuplicateOrUnorderedRows(lake.Lake);

                    var changedFiles = lake.Lake.Fix(Bitcoin, Timeframe.OneHour).Files.Count;
                    changedFiles.ShouldBeInRange(neededFix ? 1 : 0, neededFix ? names.Length : 0);

                    using var after = new CandleColumns();
                    Read(lake.Lake, after);
                    Enumerable
                        .Range(0, after.Count)
                        .Select(i => after[i])
                        .ShouldBe(Enumerable.Range(0, before.Count).Select(i => before[i]));
                    HasDuplicateOrUnorderedRows(lake.Lake).ShouldBeFalse();
                },
                iter: Iterations.Scale(100)
            );

    private static bool HasDuplicateOrUnorderedRows(CandleLake lake)
    {
        var report = lake.Quality(Bitcoin, Timeframe.OneHour, TimeRange.All);
        return report.Duplicates + report.OutOfOrder > 0;
    }

    private static void Read(CandleLake lake, CandleColumns rows)
    {
        using var series = lake.LoadSeries(Bitcoin, Timeframe.OneHour, TimeRange.All);
        for (var i = 0; i < series.Count; i++)
            rows.Add(series[i]);
    }

    private static long TimeAt(int hour) => TimeOf("2023-12-28T00:00Z") + (hour * Timeframe.OneHour.NominalMicroseconds);
}
