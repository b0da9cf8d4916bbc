using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Bokgi.Series;
using ParquetSharp;
using Shouldly;
using Xunit;
using static Bokgi.UnitTests.Lake.TemporaryLake;

namespace Bokgi.UnitTests.Lake;

/// <summary>Reads files that other programs wrote, with every variant of times, numbers and layout.</summary>
public sealed class LakeReadTests
{
    internal const string Year2024 = "BTC_KRW/1H/2024.parquet";

    private static readonly Timeframe Hour = Timeframe.OneHour;

    // 10 hours from 2024-05-01T00:00 UTC, with prices 1 to 10.
    internal static Candle[] Bars { get; } =
    [.. Enumerable.Range(0, 10).Select(i => Bar(TimeOf("2024-05-01T00:00Z") + (i * Hour.NominalMicroseconds), i + 1))];

    // 1,714,521,600 s are 2024-05-01T00:00 in UTC. Without a zone, 1,714,554,000 s are 2024-05-01T09:00 in Korea, the same instant.
    [Theory]
    [InlineData(TimeUnit.Millis, true, 1_714_521_600_000, "milliseconds, UTC")]
    [InlineData(TimeUnit.Micros, true, 1_714_521_600_000_000, "microseconds, UTC")]
    [InlineData(TimeUnit.Nanos, true, 1_714_521_600_000_000_000, "nanoseconds, UTC")]
    [InlineData(TimeUnit.Millis, false, 1_714_554_000_000, "milliseconds, no zone: read as KST")]
    [InlineData(TimeUnit.Micros, false, 1_714_554_000_000_000, "microseconds, no zone: read as KST")]
    [InlineData(TimeUnit.Nanos, false, 1_714_554_000_000_000_000, "nanoseconds, no zone: read as KST")]
    public void Load_AnyTimestamp_IsTheSameInstant(TimeUnit unit, bool isUtc, long stored, string flavour)
    {
        using var temp = new TemporaryLake();
        new ExternalParquetFile().Times("timestamp", isUtc, unit, stored).Prices([Bars[0]]).Save(temp.PathOf(Year2024));

        Rows(temp).ShouldBe([Bars[0]]);
        temp.Lake.Inspect(Year2024).TimeFlavour.ShouldBe(flavour);
    }

    [Fact]
    public void Load_Int96_IsKoreanTime()
    {
        using var temp = new TemporaryLake();
        // 09:00 on 2024-05-01 in Korea. An Int96 holds the nanoseconds since midnight in two halves, the lower one first, and then the Julian day.
        var nanosecondsOfDay = 9 * 3_600_000_000_000L;
        const int julianDayOf1970 = 2_440_588;
        const int daysSince1970 = 19_844;
        var stamp = new Int96((int)(nanosecondsOfDay & 0xFFFFFFFF), (int)(nanosecondsOfDay >> 32), julianDayOf1970 + daysSince1970);
        new ExternalParquetFile()
            .Add("timestamp", LogicalType.None(), PhysicalType.Int96, stamp)
            .Prices([Bars[0]])
            .Save(temp.PathOf(Year2024));

        Rows(temp).ShouldBe([Bars[0]]);
    }

    [Theory]
    [InlineData("__index_level_0__", null)]
    [InlineData("candle_date_time", """{"index_columns": ["candle_date_time"], "columns": []}""")]
    public void Load_PandasIndex_IsTheTime(string column, string? metadata)
    {
        using var temp = new TemporaryLake();
        var file = new ExternalParquetFile()
            .Prices(Bars)
            .Times(column, isUtc: true, TimeUnit.Nanos, [.. Bars.Select(bar => bar.TimeUtc * 1_000)]);
        if (metadata is not null)
            file.Metadata("pandas", metadata);
        file.Save(temp.PathOf(Year2024));

        Rows(temp).ShouldBe(Bars);
    }

    [Fact]
    public void Load_BareIntegersAsTime_AreRefused()
    {
        using var temp = new TemporaryLake();
        new ExternalParquetFile()
            .Add("timestamp", LogicalType.None(), PhysicalType.Int64, 1_714_521_600L)
            .Prices([Bars[0]])
            .Save(temp.PathOf(Year2024));

        RefusalMessage(temp)
            .ShouldBe(
                "BTC_KRW/1H/2024.parquet has timestamp as Int64; a timestamp type is needed, not text or bare numbers; correct or remove the file"
            );
    }

    [Fact]
    public void Load_TextAsTime_IsRefused()
    {
        using var temp = new TemporaryLake();
        new ExternalParquetFile().Texts("timestamp", "2024-05-01").Prices([Bars[0]]).Save(temp.PathOf(Year2024));

        RefusalMessage(temp).ShouldContain("has timestamp as ByteArray String");
    }

    [Fact]
    public void Load_MissingColumns_AreNamedWithTheFile()
    {
        using var temp = new TemporaryLake();
        new ExternalParquetFile()
            .Times("time", isUtc: true, TimeUnit.Micros, 0)
            .Doubles("open", 1)
            .Doubles("Close", 1)
            .Save(temp.PathOf(Year2024));

        RefusalMessage(temp)
            .ShouldBe(
                "BTC_KRW/1H/2024.parquet lacks the columns timestamp, high, low, volume (it has time, open, Close); correct or remove the file"
            );
    }

    [Fact]
    public void Load_OtherNumberTypes_AreReadAsDoubles()
    {
        using var temp = new TemporaryLake();
        new ExternalParquetFile()
            .Add("Volume", LogicalType.None(), PhysicalType.Int64, [.. Bars.Select(bar => (long)bar.Volume)])
            .Add("CLOSE", LogicalType.Int(32, isSigned: false), PhysicalType.Int32, [.. Bars.Select(bar => (int)bar.Close)])
            .Add("Low", LogicalType.None(), PhysicalType.Float, [.. Bars.Select(bar => (float)bar.Low)])
            .Add("High", LogicalType.Decimal(18, 2), PhysicalType.Int64, [.. Bars.Select(bar => (long)(bar.High * 100))])
            .Doubles("Open", [.. Bars.Select(bar => bar.Open)])
            .Times("Timestamp", isUtc: true, TimeUnit.Micros, [.. Bars.Select(bar => bar.TimeUtc)])
            .Save(temp.PathOf(Year2024));

        Rows(temp).ShouldBe(Bars);
    }

    [Fact]
    public void Load_EmptyCells_AreNaNInTheirRows()
    {
        using var temp = new TemporaryLake();
        double?[] closes = [1, null, 3, null, null, 6, 7, null, 9, 10];
        long?[] volumes = [null, 2, null, 4, 5, 6, 7, 8, 9, null];
        new ExternalParquetFile { RowsPerGroup = 4 }
            .Times("timestamp", isUtc: true, TimeUnit.Micros, [.. Bars.Select(bar => bar.TimeUtc)])
            .Doubles("open", [.. Bars.Select(bar => bar.Open)])
            .Doubles("high", [.. Bars.Select(bar => bar.High)])
            .Doubles("low", [.. Bars.Select(bar => bar.Low)])
            .Optional("close", LogicalType.None(), PhysicalType.Double, closes)
            .Optional("volume", LogicalType.None(), PhysicalType.Int64, volumes)
            .Save(temp.PathOf(Year2024));

        var rows = Rows(temp);
        rows.Select(bar => bar.Close).ShouldBe(closes.Select(close => close ?? double.NaN));
        rows.Select(bar => bar.Volume).ShouldBe(volumes.Select(volume => volume ?? double.NaN));
        var completeRows = closes.Zip(volumes).Count(pair => pair is { First: not null, Second: not null });
        using var series = temp.Lake.ReadSeries("BTC_KRW", Hour, TimeRange.All);
        series.Quality.Invalid.ShouldBe(10 - completeRows);
    }

    [Fact]
    public void Load_EmptyTime_IsRefused()
    {
        using var temp = new TemporaryLake();
        new ExternalParquetFile()
            .Optional<long>("timestamp", LogicalType.Timestamp(true, TimeUnit.Micros), PhysicalType.Int64, Bars[0].TimeUtc, null)
            .Prices(Bars[..2])
            .Save(temp.PathOf(Year2024));

        RefusalMessage(temp).ShouldContain("empty cells; every row needs a time");
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(3, false)]
    [InlineData(100, true)]
    [InlineData(100, false)]
    public void Load_RangeOfUnorderedRowGroups_ReturnsExactlyTheRowsOfTheRange(int rowsPerGroup, bool hasStatistics)
    {
        using var temp = new TemporaryLake();
        int[] order = [7, 2, 9, 0, 4, 1, 8, 3, 6, 5];
        var file = new ExternalParquetFile { RowsPerGroup = rowsPerGroup }
            .Times("timestamp", isUtc: true, TimeUnit.Micros, [.. order.Select(i => Bars[i].TimeUtc)])
            .Prices([.. order.Select(i => Bars[i])]);
        if (!hasStatistics)
            file.WithoutStatistics();
        file.WithReversedColumns().Save(temp.PathOf(Year2024));

        using var batch = temp.Lake.ReadBatch(Hour, new TimeRange(Bars[2].TimeUtc, Bars[6].TimeUtc), "BTC_KRW");
        Enumerable.Range(0, batch.Count).Select(i => batch[i]).ShouldBe(Bars[2..6]);
        batch.OutOfOrder.ShouldBe(1); // the range has the bars 2, 4, 3, 5 in this order; only 3 is earlier than the bar before it
    }

    [Fact]
    public void Load_DuplicatesWithinAndAcrossFiles_KeepsTheLastRow()
    {
        using var temp = new TemporaryLake();
        var time = TimeOf("2023-12-31T20:00Z");
        ExternalParquetFile.FromBars(Bar(time, 1), Bar(time, 2)).Save(temp.PathOf("BTC_KRW/1H/2023.parquet"));
        ExternalParquetFile.FromBars(Bar(time, 3)).Save(temp.PathOf("BTC_KRW/1H/2024.parquet"));

        using var batch = temp.Lake.ReadBatch(Hour, new TimeRange(time, time + 1), "BTC_KRW");
        (batch.Count, batch.Duplicates, batch.Open[0]).ShouldBe((1, 2, 3.0));
    }

    // A file of 2024 holds either the Korean year 2024 or the UTC year 2024. The bar that opens at the end time is included.
    [Theory]
    [InlineData("2024-01-01T00:00", "2024-01-01T08:00", 9)] // KST, entirely in the UTC year 2023
    [InlineData("2024-01-01T08:00", "2024-01-01T10:00", 3)]
    public void Load_KoreanOrUtcYearFiles_FindTheSameRows(string start, string end, int count)
    {
        var first = TimeOf("2023-12-31T15:00Z");
        Candle[] hours = [.. Enumerable.Range(0, 24).Select(i => Bar(first + (i * Hour.NominalMicroseconds), i + 1))];
        using var koreanLake = new TemporaryLake();
        ExternalParquetFile.FromBars(hours).Save(koreanLake.PathOf(Year2024));
        using var utcLake = new TemporaryLake();
        utcLake.Write("BTC_KRW", Hour, hours);

        foreach (var temp in new[] { koreanLake, utcLake })
        {
            using var series = temp.Lake.ReadSeries("BTC_KRW", Hour, LakeReading.KoreanDays(start, end));
            series.Count.ShouldBe(count);
        }
    }

    [Theory]
    [InlineData("KRW-BTC")]
    [InlineData("BTCKRW")]
    public void Load_FolderInExchangeSpelling_IsTheSameSymbol(string folder)
    {
        using var temp = new TemporaryLake();
        ExternalParquetFile.FromBars(Bars).Save(temp.PathOf($"{folder}/1H/2024.parquet"));
        Directory.CreateDirectory(temp.PathOf("results/1H")); // not a symbol

        Rows(temp).ShouldBe(Bars);
        temp.Lake.Symbols(Hour).ShouldBe([Symbol.Parse("BTC_KRW")]);
    }

    [Fact]
    public void Load_SymbolAndTimeframeColumnsThatAgree_AreAccepted()
    {
        using var temp = new TemporaryLake();
        ExternalParquetFile
            .FromBars(Bars)
            .Texts("symbol", [.. Bars.Select((_, i) => i % 2 == 0 ? "KRW-BTC" : "BTC_KRW")])
            .Texts("Timeframe", [.. Bars.Select(_ => "1h")])
            .Save(temp.PathOf(Year2024));

        Rows(temp).ShouldBe(Bars);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Load_SymbolColumnOfAnotherMarket_IsRefused(bool hasStatistics)
    {
        using var temp = new TemporaryLake();
        var file = ExternalParquetFile.FromBars(Bars).Texts("symbol", [.. Bars.Select((_, i) => i == 7 ? "ETH_KRW" : "BTC_KRW")]);
        if (!hasStatistics)
            file.WithoutStatistics();
        file.Save(temp.PathOf(Year2024));

        RefusalMessage(temp).ShouldContain("says 'ETH_KRW' in its column symbol, but its path says BTC_KRW");
    }

    [Fact]
    public void Load_TimeframeColumnOfAnotherLength_IsRefused()
    {
        using var temp = new TemporaryLake();
        ExternalParquetFile.FromBars(Bars).Texts("timeframe", [.. Bars.Select(_ => "1D")]).Save(temp.PathOf(Year2024));

        RefusalMessage(temp).ShouldContain("says '1D' in its column timeframe, but its path says 1H");
    }

    [Fact]
    public void Load_MissingRootOrFileOrRows_ThrowsNotFound()
    {
        using var temp = new TemporaryLake();
        temp.Write("BTC_KRW", Hour, Bars);
        Should
            .Throw<LakeException>(() => new CandleLake(temp.PathOf("nowhere/at-all")).ReadBatch(Hour, TimeRange.All, "BTC_KRW"))
            .Kind.ShouldBe(LakeErrorKind.NotFound);
        Should.Throw<LakeException>(() => temp.Lake.ReadBatch(Hour, TimeRange.All, "ETH_KRW")).Kind.ShouldBe(LakeErrorKind.NotFound);
        var error = Should.Throw<LakeException>(() =>
            temp.Lake.ReadBatch(Hour, LakeReading.KoreanDays("2023-01-01", "2023-01-01"), "BTC_KRW")
        );
        error.Message.ShouldBe(
            "no 1H candles of BTC_KRW from 2022-12-31T15:00:00Z to 2023-01-01T15:00:00Z; import or collect them, or ask for another range"
        );
    }

    [Fact]
    public void LoadSeries_NoFiles_IsEmpty()
    {
        using var temp = new TemporaryLake();
        using var series = temp.Lake.ReadSeries("BTC_KRW", Hour, TimeRange.All, warmupBars: 10);
        series.Count.ShouldBe(0);
    }

    [Fact]
    public void LoadSeries_WarmupOverGapsDuplicatesAndInvalidBars_CountsOnlyValidBars()
    {
        using var temp = new TemporaryLake();
        var earlyTime = TimeOf("2023-02-01T00:00Z");
        var invalidBar = Bar("2024-04-30T23:00Z", 5) with { Close = double.NaN };
        ExternalParquetFile
            .FromBars([Bar(earlyTime, 1), Bar(earlyTime + Hour.NominalMicroseconds, 2)])
            .Save(temp.PathOf("BTC_KRW/1H/2023.parquet"));
        ExternalParquetFile
            .FromBars([invalidBar, Bar("2024-04-30T22:00Z", 8), Bar("2024-04-30T22:00Z", 3), .. Bars])
            .Save(temp.PathOf(Year2024));

        using var series = temp.Lake.ReadSeries("BTC_KRW", Hour, new TimeRange(Bars[0].TimeUtc, long.MaxValue), warmupBars: 2);
        series.Open.ToArray().ShouldBe([2, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        series.Quality.ShouldBe(new SeriesQuality(Rows: 14, Duplicates: 1, OutOfOrder: 1, Invalid: 1));
    }

    private static Candle[] Rows(TemporaryLake temp)
    {
        using var batch = temp.Lake.ReadBatch(Hour, TimeRange.All, "BTC_KRW");
        return [.. Enumerable.Range(0, batch.Count).Select(i => batch[i])];
    }

    private static string RefusalMessage(TemporaryLake temp)
    {
        var error = Should.Throw<LakeException>(() => Rows(temp));
        error.Kind.ShouldBe(LakeErrorKind.MalformedFile);
        error.Message.ShouldNotContain(temp.Lake.Root);
        return error.Message;
    }
}
