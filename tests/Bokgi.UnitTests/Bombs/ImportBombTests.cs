using System.IO.Compression;
using System.Text;
using Bokgi.MarketData.Lake;
using Bokgi.MarketData.Lake.Import;
using Bokgi.Markets;
using Bokgi.UnitTests.Import;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Bombs;

/// <summary>Import files that are small on disk but would be large in memory.</summary>
public sealed class ImportBombTests : IDisposable
{
    private const string Header = "timestamp,open,high,low,close,volume\n";
    private const long Second = UnixTime.MicrosecondsPerSecond;
    private const long Start = 1_000_000_000 * Second; // 2001-09-09T01:46:40Z

    private readonly ImportSetup setup = new();

    public void Dispose() => setup.Dispose();

    [Fact]
    public void Parquet_TwoHundredMillionEqualRows_IsRefusedBeforeDecodingAndMessageNamesTheLimit()
    {
        var path = SharedData.Require("bombs", "rle200m.parquet");
        foreach (var options in (ImportOptions[])[new(), new(Symbol.Parse("BTC_KRW"), Timeframe.OneHour)])
        {
            var allocated = Allocations.Measure(() =>
                RefusalMessage(path, options)
                    .ShouldBe(
                        "rle200m.parquet claims 200,000,000 rows; the limit for a file that does not state its years is 63,244,800 rows, twice the number of one-second bars in a year; split the file by years, or remove repeated rows"
                    )
            );
            allocated.ShouldBeLessThan(10 * Allocations.Mebibyte);
        }
    }

    // Two years may have twice the number of their bars: 2 * 2 * 8,760 hours, or 2 * 2 * 365 days.
    [Theory]
    [InlineData(40_000, "1H", "claims 40,000 rows; the limit for the years 2001 to 2002 is 35,040 rows")]
    [InlineData(1_500, "1D", "claims 1,500 rows; the limit for the years 2001 to 2002 is 1,460 rows")]
    public void Parquet_MoreRowsThanItsYearsMayHave_IsRefusedFromItsStatistics(int rows, string timeframe, string message)
    {
        var bomb = new BombFile { Rows = rows, ClaimedTimes = (Start, Start + (365 * 86_400 * Second)) }; // a year from 2001-09-09

        RefusalMessage(WriteFile("BTC_KRW.parquet", bomb.ToArray()), new ImportOptions(Timeframe: Timeframe.Parse(timeframe)))
            .ShouldContain(message);
    }

    [Fact]
    public void Parquet_MillionsOfConsecutiveSecondsInAFewBytes_AreRefusedBeforeDecoding()
    {
        var bomb = new BombFile
        {
            Rows = 20_000_000,
            MicrosecondsBetweenRows = Second,
            ClaimedTimes = (Start, Start + (20_000_000 * Second)),
        }.ToArray();
        var path = WriteFile("BTC_KRW.parquet", bomb);

        Allocations
            .Measure(() =>
                RefusalMessage(path, new ImportOptions())
                    .ShouldBe(
                        $"BTC_KRW.parquet claims 20,000,000 rows in {bomb.Length} bytes; candles take far more; replace or remove the file"
                    )
            )
            .ShouldBeLessThan(10 * Allocations.Mebibyte);
    }

    [Fact]
    public void Parquet_AThousandConsecutiveSeconds_AreRead()
    {
        var path = WriteFile("BTC_KRW_1s.parquet", new BombFile { Rows = 1_000, MicrosecondsBetweenRows = Second }.ToArray());

        using var plan = setup.Importer.Read(path, new ImportOptions());

        (plan.RowsToStore, plan.FirstUtc, plan.LastUtc).ShouldBe((1_000, Start, Start + (999 * Second)));
    }

    [Fact]
    public void Parquet_WithoutStatistics_IsRefusedWhileDecoding()
    {
        var path = WriteFile("BTC_KRW.parquet", new BombFile { Rows = 2_000_000 }.ToArray());

        Allocations
            .Measure(() =>
                RefusalMessage(path, new ImportOptions(Timeframe: Timeframe.OneHour))
                    .ShouldContain("holds 17,521 rows and perhaps more; the limit for the year 2001 is 17,520 rows")
            )
            .ShouldBeLessThan(20 * Allocations.Mebibyte);
    }

    // The file does not state its bar length, so its rows might be bars of one second. A year may have 12,000,000 of these, so the file is read.
    // Of rows with equal times, only one is kept in memory.
    [Fact]
    public void Parquet_MillionsOfEqualRowsWithoutABarLength_UseLittleMemory()
    {
        // Two dictionary entries take one bit per row, which makes the file long enough to be plausible.
        var path = WriteFile("BTC_KRW.parquet", new BombFile { Rows = 12_000_000, Times = [Start, Start] }.ToArray());

        Allocations
            .Measure(() =>
                RefusalMessage(path, new ImportOptions(), LakeErrorKind.InvalidInput).ShouldContain("does not say how long its bars are")
            )
            .ShouldBeLessThan(400 * Allocations.Mebibyte); // 12,000,000 rows of 48 bytes would take 576 MB
    }

    [Fact]
    public void Csv_MoreRowsThanItsYearMayHave_IsRefused()
    {
        var path = WriteGzip("BTC_KRW_1h.csv.gz", Header, "1000000000,1,2,1,2,3\n", 40_000);

        RefusalMessage(path, new ImportOptions())
            .ShouldBe(
                "BTC_KRW_1h.csv.gz holds 40,000 rows; the limit for the year 2001 is 17,520 rows, twice the number of 1H bars in that time; split the file by years, or remove repeated rows"
            );
        RefusalMessage(path, new ImportOptions(Timeframe: Timeframe.OneHour)).ShouldContain("holds 17,521 rows and perhaps more");
    }

    [Fact]
    public void Csv_DuplicatesWithinTheLimit_AreRead()
    {
        // 1000000800 is a whole hour, at which a bar may open.
        using var plan = setup.Importer.Read(WriteGzip("BTC_KRW_1h.csv.gz", Header, "1000000800,1,2,1,2,3\n", 17_520), new ImportOptions());

        (plan.FinishedRows, plan.RowsToStore, plan.Duplicates, plan.Order).ShouldBe((17_520, 1, 17_519, RowOrder.OldestFirst));
    }

    // Each file decompresses to 60 MB.
    [Theory]
    [InlineData(Header, "a", "cannot be read as CSV")]
    [InlineData(Header + "\"", "a", "cannot be read as CSV")]
    [InlineData(Header, ",", "cannot be read as CSV")]
    [InlineData(",", ",", "cannot be read as CSV")]
    [InlineData(Header, "\n", "has no rows")]
    [InlineData(Header + "1000000000,1,2,1,2,", "3", "cannot be read as CSV")]
    [InlineData("[[", "1,", "is not valid JSON: an element is longer than 262,144 bytes")]
    [InlineData("[[\"", "1", "is not valid JSON: an element is longer than 262,144 bytes")]
    [InlineData("[{\"", "1", "is not valid JSON: an element is longer than 262,144 bytes")]
    [InlineData("", "[", "is not valid JSON")]
    [InlineData("[", "{\"a\":", "is not valid JSON")]
    [InlineData("[[1000000000,1,2,1,2,3]", " ", "is not valid JSON")]
    public void Gzip_VeryLongLinesAndElements_AreRefusedUsingLittleMemory(string start, string repeated, string message)
    {
        var path = WriteGzip(
            start.StartsWith('[') ? "BTC_KRW_1h.json.gz" : "BTC_KRW_1h.csv.gz",
            start,
            repeated,
            60_000_000 / repeated.Length
        );

        Allocations
            .Measure(() => RefusalMessage(path, new ImportOptions()).ShouldContain(message))
            .ShouldBeLessThan(30 * Allocations.Mebibyte);
    }

    private string WriteFile(string name, byte[] bytes)
    {
        var path = Path.Combine(setup.Folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private string WriteGzip(string name, string start, string repeated, int repetitions)
    {
        var path = Path.Combine(setup.Folder, name);
        var block = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(repeated, 1_000)));
        using var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        gzip.Write(Encoding.UTF8.GetBytes(start));
        for (var remaining = repetitions; remaining > 0; remaining -= 1_000)
            gzip.Write(block.AsSpan(0, block.Length / 1_000 * Math.Min(remaining, 1_000)));
        return path;
    }

    private string RefusalMessage(string path, ImportOptions options, LakeErrorKind kind = LakeErrorKind.MalformedFile)
    {
        var refusal = Should.Throw<LakeException>(() => setup.Importer.Read(path, options).Dispose());
        refusal.Kind.ShouldBe(kind);
        refusal.Message.Length.ShouldBeLessThan(1_000);
        return refusal.Message;
    }
}
