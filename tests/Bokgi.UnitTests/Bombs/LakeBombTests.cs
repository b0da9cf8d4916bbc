using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Bokgi.UnitTests.Lake;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Bombs;

/// <summary>
/// Year files of a few hundred bytes that claim more rows than fit in memory, or really contain them. The lake must refuse such a file because
/// of its claims, before decoding anything.
/// </summary>
public sealed class LakeBombTests : IDisposable
{
    private const long Second = UnixTime.MicrosecondsPerSecond;

    private static readonly Symbol BombSymbol = Symbol.Parse("BOMB_KRW");
    private static readonly Timeframe OneSecond = Timeframe.Parse("1S");

    private readonly TemporaryLake temp = new();

    public void Dispose() => temp.Dispose();

    [Fact]
    public void AnyRead_OfTwoHundredMillionEqualRows_IsRefusedBeforeDecodingAndMessageNamesTheLimit()
    {
        WriteYearFile("1H", File.ReadAllBytes(SharedData.Require("bombs", "rle200m.parquet")));
        const string message =
            "BOMB_KRW/1H/2001.parquet claims 200,000,000 rows; the limit for a year of 1H candles is 17,520 rows, twice the number of bars in that year; replace the file or remove it";

        Allocations
            .Measure(() =>
            {
                RefusalMessage(() => temp.Lake.Load([BombSymbol], Timeframe.OneHour, TimeRange.All).Dispose()).ShouldBe(message);
                RefusalMessage(() => temp.Lake.LoadSeries(BombSymbol, Timeframe.OneHour, TimeRange.All).Dispose()).ShouldBe(message);
                RefusalMessage(() => temp.Lake.Quality(BombSymbol, Timeframe.OneHour, TimeRange.All)).ShouldBe(message);
                RefusalMessage(() => temp.Lake.HasCandles(BombSymbol, Timeframe.OneHour, TimeRange.All)).ShouldBe(message);
                RefusalMessage(() => temp.Lake.Outline(BombSymbol, Timeframe.OneHour, TimeRange.All)).ShouldBe(message);
                RefusalMessage(() => temp.Lake.Fix(BombSymbol, Timeframe.OneHour)).ShouldBe(message);
                temp.Lake.Inspect("BOMB_KRW/1H/2001.parquet")
                    .Problems.ShouldBe(["claims 200,000,000 rows; no file of candles may have more than 63,244,800"]);
            })
            .ShouldBeLessThan(10 * Allocations.Mebibyte);
    }

    [Fact]
    public void AnyRead_OfMillionsOfRowsInAFewBytes_IsRefusedBeforeDecoding()
    {
        var bomb = new BombFile { Rows = 63_000_000, MicrosecondsBetweenRows = Second / 2 }.ToArray();
        WriteYearFile("1S", bomb);
        var message =
            $"BOMB_KRW/1S/2001.parquet claims 63,000,000 rows in {bomb.Length} bytes; candles take far more; replace or remove the file";

        Allocations
            .Measure(() =>
            {
                RefusalMessage(() => temp.Lake.Load([BombSymbol], OneSecond, TimeRange.All).Dispose()).ShouldBe(message);
                RefusalMessage(() => temp.Lake.LoadSeries(BombSymbol, OneSecond, TimeRange.All).Dispose()).ShouldBe(message);
                RefusalMessage(() => temp.Lake.Quality(BombSymbol, OneSecond, TimeRange.All)).ShouldBe(message);
                temp.Lake.Inventory().ShouldHaveSingleItem().Issues.ShouldHaveSingleItem().ShouldContain("63,000,000 rows in");
            })
            .ShouldBeLessThan(10 * Allocations.Mebibyte);
    }

    [Fact]
    public void Inventory_WithABomb_ReportsAnIssueForThatFileOnly()
    {
        WriteYearFile("1H", new BombFile { Rows = 200_000_000 }.ToArray());
        temp.Write("BTC_KRW", Timeframe.OneHour, TemporaryLake.Bar("2024-01-01T00:00Z", 1));

        var files = temp.Lake.Inventory();

        files.Select(file => (file.Name, file.Rows)).ShouldBe([("BOMB_KRW/1H/2001.parquet", 0), ("BTC_KRW/1H/2024.parquet", 1)]);
        files[0].Issues.ShouldHaveSingleItem().ShouldContain("claims 200,000,000 rows");
        files[1].Issues.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("1MO", 24, 25)]
    [InlineData("1W", 106, 107)]
    [InlineData("1D", 730, 731)]
    [InlineData("1M", 1_051_200, 1_051_201)]
    public void Load_MaximumNumberOfRows_IsReadAndOneMoreIsRefused(string timeframe, int allowedRows, int refusedRows)
    {
        var barLength = Timeframe.Parse(timeframe);
        WriteYearFile(timeframe, new BombFile { Rows = allowedRows }.ToArray());
        using (var batch = temp.Lake.Load([BombSymbol], barLength, TimeRange.All))
            (batch.Count, batch.Duplicates).ShouldBe((1, allowedRows - 1));

        WriteYearFile(timeframe, new BombFile { Rows = refusedRows }.ToArray());
        RefusalMessage(() => temp.Lake.Load([BombSymbol], barLength, TimeRange.All).Dispose())
            .ShouldContain(
                FormattableString.Invariant(
                    $"claims {refusedRows:N0} rows; the limit for a year of {timeframe} candles is {allowedRows:N0} rows"
                )
            );
    }

    [Fact]
    public void Quality_TwoRowsMillenniaApart_DoesNotListTheDaysBetweenThem()
    {
        ExternalParquetFile
            .FromBars(TemporaryLake.Bar("1024-01-01T00:00Z", 1), TemporaryLake.Bar("9024-01-01T00:00Z", 2))
            .Save(temp.PathOf("BOMB_KRW/1H/2001.parquet"));

        Allocations
            .Measure(() =>
            {
                var report = temp.Lake.Quality(BombSymbol, Timeframe.OneHour, TimeRange.All);
                // 8,000 years of 365.2425 days have 70,126,560 hours.
                (report.Rows, report.Days.Count, report.ExpectedBars).ShouldBe((2, 0, 70_126_561));
            })
            .ShouldBeLessThan(Allocations.Mebibyte);
    }

    [Fact]
    public void ForYear_LeapYear_AllowsTheRowsOfOneMoreDay()
    {
        RowLimit.ForYear(Timeframe.OneDay, 2024).ShouldBe(732); // twice the 366 days
        RowLimit.ForYear(OneSecond, 2023).ShouldBe(63_072_000); // twice the 31,536,000 seconds
        RowLimit.ForUnknownFile.ShouldBe(63_244_800); // twice the 31,622,400 seconds of a leap year
    }

    // A year of one-second bars may have 12,000,000 rows, so the lake reads the file. Rows that repeat a time must not stay in memory.
    [Theory]
    [InlineData(1, 2_000_000)]
    [InlineData(2, 12_000_000)]
    public void Load_MillionsOfRowsWithOneOrTwoDistinctTimes_UseLittleMemory(int distinctTimes, int rows)
    {
        var firstTime = 1_000_000_000 * Second;
        WriteYearFile(
            "1S",
            new BombFile { Rows = rows, Times = [.. Enumerable.Range(0, distinctTimes).Select(i => firstTime + (i * Second))] }.ToArray()
        );

        Allocations
            .Measure(() =>
            {
                var report = temp.Lake.Quality(BombSymbol, OneSecond, TimeRange.All);
                // If the rows alternate between two times, each return to the first time is out of order.
                (report.Rows, report.Duplicates, report.OutOfOrder).ShouldBe(
                    (distinctTimes, rows - distinctTimes, distinctTimes == 1 ? 0 : (rows / 2) - 1)
                );
            })
            .ShouldBeLessThan(400 * Allocations.Mebibyte); // 12,000,000 rows of 48 bytes would take 576 MB
        using var series = temp.Lake.LoadSeries(BombSymbol, OneSecond, TimeRange.All);
        (series.Count, series.Quality.Rows, series.Quality.Duplicates).ShouldBe((distinctTimes, rows, rows - distinctTimes));
    }

    // A part of the expected message, and the file. A part such as "claim 3," ends within a number, because the other digits depend on the exact
    // size of the file. Claims about pages and dictionaries are added up over the six columns. Field 5 of the footer is its list of metadata.
    public static TheoryData<string, BombFileCase> FalseClaims =>
        new()
        {
            {
                "claims 1,000 rows and 2,000 in row groups",
                new(
                    new BombFile
                    {
                        Rows = 1_000,
                        Groups = 2,
                        ClaimedRows = 1_000,
                    }
                )
            },
            { "claims 5,000 rows in a row group, but there are 1,000 in the pages", new(new BombFile { ClaimedGroupRows = 5_000 }) },
            { "claims 1,000 rows in a row group, but there are 17,000 in a column", new(new BombFile { ClaimedValues = 17_000 }) },
            {
                "claims 1,000 rows in a row group, but there are 2,000,000,000 in the pages",
                new(new BombFile { ClaimedPageValues = 2_000_000_000 })
            },
            { "claim 12,884,", new(new BombFile { ClaimedPageBytes = int.MaxValue }) },
            { "a dictionary claims 2,000,000,000 values in 8 bytes", new(new BombFile { ClaimedDictionaryValues = 2_000_000_000 }) },
            { "claim 396,000,", new(new BombFile { ClaimedDictionaryBytes = 66_000_000 }) },
            { "claim 3,", new(new BombFile { ClaimedDictionaryBytes = 17_000_000, ClaimedDictionaryValues = 16_000_000 }) },
            { "encoded as a delta of texts", new(new BombFile { Encoding = 7 }) },
            { "the header of a page is damaged", new(new BombFile { ClaimedPageBytes = -5 }) },
            { "the header of a page is damaged", new(new BombFile { ClaimedPageValues = -1 }) },
            { "the footer is damaged", new(new BombFile { ClaimedGroupRows = -1, ClaimedRows = -1 }) },
            { "the footer is damaged", new(new BombFile { ModifyFooter = footer => footer.ClaimedStructs(5, 1_000_000, 0) }) },
            {
                "entries, but at most 500,000 are allowed",
                new(new BombFile { ModifyFooter = footer => footer.ClaimedStructs(5, 600_000, new byte[600_000]) })
            },
        };

    [Theory]
    [MemberData(nameof(FalseClaims), DisableDiscoveryEnumeration = true)]
    public void Load_FalseClaims_AreRefusedBeforeMemoryIsAllocatedForThem(string message, BombFileCase bomb)
    {
        WriteYearFile("1H", bomb.File.ToArray());

        Allocations
            .Measure(() =>
                RefusalMessage(() => temp.Lake.LoadSeries(BombSymbol, Timeframe.OneHour, TimeRange.All).Dispose()).ShouldContain(message)
            )
            .ShouldBeLessThan(20 * Allocations.Mebibyte);
        temp.Lake.Inventory().Count.ShouldBe(1);
    }

    [Fact]
    public void Load_FooterOfAnAbsurdLength_IsRefused()
    {
        foreach (var length in (int[])[int.MaxValue, -1, int.MinValue, 0, 100, (1 << 24) + 1])
        {
            WriteYearFile("1H", BombFile.WithFooter("PAR1"u8.ToArray(), new byte[30], length));
            RefusalMessage(() => temp.Lake.LoadSeries(BombSymbol, Timeframe.OneHour, TimeRange.All).Dispose())
                .ShouldContain("replace or remove the file");
        }
    }

    [Theory]
    [InlineData(5_000, 1, "the schema claims 5,000 columns, but at most 4,096 are allowed")]
    [InlineData(2, 100_000, "the footer claims 100,000 row groups, but at most 65,536 are allowed")]
    public void Load_ManyColumnsOrRowGroups_IsRefused(int schemaElements, int groups, string message)
    {
        var footer = new ThriftBytes()
            .Int32(1, 1)
            .Structs(
                2,
                [
                    new ThriftBytes().Text(4, "schema").Int32(5, schemaElements - 1),
                    .. Enumerable.Repeat(new ThriftBytes().Text(4, "x"), schemaElements - 1),
                ]
            )
            .Int64(3, 0)
            .ClaimedStructs(4, groups, new byte[groups]);
        WriteYearFile("1H", BombFile.WithFooter("PAR1"u8.ToArray(), footer.ToArray()));

        RefusalMessage(() => temp.Lake.LoadSeries(BombSymbol, Timeframe.OneHour, TimeRange.All).Dispose()).ShouldContain(message);
    }

    [Fact]
    public void Load_SchemaNestedAThousandTimes_IsRefused()
    {
        var nested = Enumerable.Repeat(new ThriftBytes().Text(4, "x").Int32(5, 1), 1_000);
        var footer = new ThriftBytes().Int32(1, 1).Structs(2, [.. nested, new ThriftBytes().Text(4, "x")]).Int64(3, 0).Structs(4);
        WriteYearFile("1H", BombFile.WithFooter("PAR1"u8.ToArray(), footer.ToArray()));

        RefusalMessage(() => temp.Lake.LoadSeries(BombSymbol, Timeframe.OneHour, TimeRange.All).Dispose())
            .ShouldContain("the footer is damaged");
    }

    [Fact]
    public void Write_MoreRowsThanAYearMayHave_IsRefusedAndLeavesTheFileUnchanged()
    {
        var start = TemporaryLake.TimeOf("2024-01-01T00:00Z");
        temp.Write("BOMB_KRW", Timeframe.OneDay, TemporaryLake.Bar(start, 1));

        Should
            .Throw<LakeException>(() =>
                temp.Write(
                    "BOMB_KRW",
                    Timeframe.OneDay,
                    [.. Enumerable.Range(1, 800).Select(i => TemporaryLake.Bar(start + (i * Second), i))]
                )
            )
            .Message.ShouldBe(
                "BOMB_KRW/1D/2024.parquet would have 801 rows; the limit for a year of 1D candles is 732 rows, twice the number of bars in that year; check the timeframe of the rows"
            );
        temp.Lake.Inventory().ShouldHaveSingleItem().Rows.ShouldBe(1);
    }

    private void WriteYearFile(string timeframe, byte[] bytes) =>
        File.WriteAllBytes(temp.PathOf($"BOMB_KRW/{timeframe}/2001.parquet"), bytes);

    private static string RefusalMessage(Action read)
    {
        var refusal = Should.Throw<LakeException>(read);
        refusal.Kind.ShouldBe(LakeErrorKind.MalformedFile);
        return refusal.Message;
    }
}
