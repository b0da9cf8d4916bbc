using Bokgi.MarketData.Lake;
using Bokgi.MarketData.Lake.Import;
using Bokgi.Markets;
using Bokgi.Series;
using ParquetSharp;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Import;

/// <summary>The importer reads Parquet files of other programs, with various column names and types of time.</summary>
/// <remarks>The epoch 1704067200 is 2024-01-01T00:00Z, which is 09:00 in Korea.</remarks>
public sealed class CandleImporterParquetTests : IDisposable
{
    private const string PandasFile = "KRW-BTC_1h_2020-2025.parquet";

    private readonly ImportSetup setup = new();

    public void Dispose() => setup.Dispose();

    [Fact]
    public void Read_PandasFileInUtc_EqualsTheLakeInEveryHourBothHave()
    {
        using var plan = setup.Importer.Read(SharedData.Require("raw", PandasFile), new ImportOptions(Zone: "UTC"));
        using var stored = LoadFromLake(Timeframe.OneHour);

        (plan.Symbol.Code, plan.Timeframe.Name, plan.FinishedRows).ShouldBe(("BTC_KRW", "1H", 50_715));
        plan.Zone.ShouldBe("times without a zone are read as UTC, as asked");
        var (sharedBars, differingBars) = Compare(plan, stored, shiftMicroseconds: 0);
        sharedBars.ShouldBe(stored.Count);
        differingBars.ShouldBe(0);
    }

    [Fact]
    public void Read_PandasFileWithoutTheZoneOption_IsNineHoursOffAndSaysWhy()
    {
        using var plan = setup.Importer.Read(SharedData.Require("raw", PandasFile), new ImportOptions());
        using var stored = LoadFromLake(Timeframe.OneHour);

        plan.Zone.ShouldBe("times without a zone are read as KST; specify --zone UTC if they are not");
        Compare(plan, stored, shiftMicroseconds: KoreanTime.OffsetMicroseconds).Different.ShouldBe(0);
        Compare(plan, stored, shiftMicroseconds: 0).Different.ShouldBeGreaterThan(30_000);
    }

    [Fact]
    public void Read_PyupbitDaily_EqualsTheLakeExceptOnItsFormingDay()
    {
        using var plan = setup.Importer.Read(SharedData.Require("raw", "KRW-BTC_1d_2024-2025.csv"), new ImportOptions());
        using var stored = LoadFromLake(Timeframe.OneDay);

        // The last day of the file was still forming when the file was downloaded.
        Compare(plan, stored, shiftMicroseconds: 0).ShouldBe((365, 1));
    }

    [Fact]
    public void Read_FileOfTheLake_KeepsItsUtcTimes()
    {
        using var plan = setup.Importer.Read(SharedData.Require("lake", "BTC_KRW", "1H", "2024.parquet"), new ImportOptions());

        plan.Format.ShouldBe(ImportFormat.Parquet);
        plan.Zone.ShouldBe("the times include a zone");
        plan.Timeframe.ShouldBe(Timeframe.OneHour);
        plan.Symbol.Code.ShouldBe("BTC_KRW");
    }

    [Fact]
    public void Read_EpochNumbersAndOtherNames_AreUnderstood()
    {
        var path = WriteParquet(new Column<long>("Open_Time"), writer => writer.WriteBatch([1_704_067_200_000, 1_704_070_800_000]));
        using var plan = setup.Importer.Read(path, new ImportOptions(Symbol.Parse("BTC_KRW")));

        plan.Zone.ShouldBe("epoch milliseconds are UTC");
        ImportSetup.FormatTime(plan.FirstUtc).ShouldBe("2024-01-01T00:00:00Z");
        plan.Timeframe.ShouldBe(Timeframe.OneHour);
        plan.Rows[1].ShouldBe(new Candle(plan.LastUtc!.Value, 2, 4, 1, 3, 20));
    }

    [Fact]
    public void Read_TextTimes_AreUnderstood()
    {
        var path = WriteParquet(new Column<string>("date"), writer => writer.WriteBatch(["2024-01-01 09:00", "2024-01-01 10:00"]));
        using var plan = setup.Importer.Read(path, new ImportOptions(Symbol.Parse("BTC_KRW")));

        ImportSetup.FormatTime(plan.FirstUtc).ShouldBe("2024-01-01T00:00:00Z");
        plan.Zone.ShouldStartWith("times without a zone are read as KST");
    }

    [Fact]
    public void Read_TextThatIsNoTime_IsRefused()
    {
        var path = WriteParquet(new Column<string>("date"), writer => writer.WriteBatch(["2024-01-01 09:00", "soon"]));

        var refusal = Should.Throw<LakeException>(() => setup.Importer.Read(path, new ImportOptions(Symbol.Parse("BTC_KRW"))));
        refusal.Kind.ShouldBe(LakeErrorKind.MalformedFile);
        refusal.Message.ShouldContain("'soon' is not a date or time");
    }

    [Fact]
    public void Read_NanosecondsWithoutZone_TakeTheRequestedZone()
    {
        var path = WriteParquet(
            new Column<DateTimeNanos>("timestamp", LogicalType.Timestamp(isAdjustedToUtc: false, TimeUnit.Nanos)),
            writer => writer.WriteBatch([new DateTimeNanos(1_704_067_200_000_000_000), new DateTimeNanos(1_704_070_800_000_000_000)])
        );
        var symbol = Symbol.Parse("BTC_KRW");
        using var kstPlan = setup.Importer.Read(path, new ImportOptions(symbol));
        using var offsetPlan = setup.Importer.Read(path, new ImportOptions(symbol, Zone: "-05:00"));

        ImportSetup.FormatTime(kstPlan.FirstUtc).ShouldBe("2023-12-31T15:00:00Z");
        ImportSetup.FormatTime(offsetPlan.FirstUtc).ShouldBe("2024-01-01T05:00:00Z");
        double.IsNaN(kstPlan.Rows[0].High).ShouldBeTrue(); // WriteParquet writes null as the high of the first bar
        kstPlan.Invalid.ShouldBe(1);
    }

    [Theory]
    [InlineData("KRW-BTC", "KRW-BTC", "BTC_KRW")]
    [InlineData("KRW-BTC", "KRW-ETH", null)]
    public void Read_SymbolColumn_IsTheMarketUnlessThereAreTwo(string firstMarket, string secondMarket, string? expectedSymbol)
    {
        var path = WriteParquet(
            new Column<long>("time"),
            writer => writer.WriteBatch([1_704_067_200, 1_704_070_800]),
            [firstMarket, secondMarket]
        );

        if (expectedSymbol is not null)
        {
            using var plan = setup.Importer.Read(path, new ImportOptions());
            (plan.Symbol.Code, plan.SymbolFrom).ShouldBe((expectedSymbol, "column 'market'"));
        }
        else
        {
            Should
                .Throw<LakeException>(() => setup.Importer.Read(path, new ImportOptions()))
                .Message.ShouldBe("candles.parquet has symbol 'KRW-ETH' beside 'KRW-BTC'; split the file, one symbol each");
        }
    }

    [Fact]
    public void Read_ParquetCutShort_IsRefused()
    {
        var path = WriteParquet(new Column<long>("time"), writer => writer.WriteBatch([1_704_067_200, 1_704_070_800]));
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^20]);

        Should.Throw<LakeException>(() => setup.Importer.Read(path, new ImportOptions())).Kind.ShouldBe(LakeErrorKind.MalformedFile);
    }

    private static CandleSeries LoadFromLake(Timeframe timeframe) =>
        new CandleLake(SharedData.Require("lake")).LoadSeries(Symbol.Parse("BTC_KRW"), timeframe, TimeRange.All);

    // Moves the bars of the plan by a number of microseconds, and compares each with the stored bar of the same time. Returns how many have
    // such a bar, and how many of these differ from it.
    private static (int Shared, int Different) Compare(ImportPlan plan, CandleSeries stored, long shiftMicroseconds)
    {
        var (sharedBars, differingBars) = (0, 0);
        for (var i = 0; i < plan.RowsToStore; i++)
        {
            var candle = plan.Rows[i] with { TimeUtc = plan.Rows.Times[i] + shiftMicroseconds };
            var index = stored.FirstIndexAtOrAfter(candle.TimeUtc);
            if (index == stored.Count || stored.Times[index] != candle.TimeUtc)
                continue;
            sharedBars++;
            differingBars += stored[index] == candle ? 0 : 1;
        }

        return (sharedBars, differingBars);
    }

    // Writes two bars with columns in an unusual order and of various types.
    private string WriteParquet<T>(Column<T> time, Action<LogicalColumnWriter<T>> writeTimes, string[]? markets = null)
    {
        var path = Path.Combine(setup.Folder, "candles.parquet");
        Column[] columns =
        [
            new Column<long>("volume"),
            new Column<float>("close"),
            time,
            new Column<double>("open"),
            new Column<double?>("high"),
            new Column<int>("low"),
        ];
        if (markets is not null)
            columns = [.. columns, new Column<string>("market")];
        using var file = new ParquetFileWriter(path, columns);
        using (var group = file.AppendRowGroup())
        {
            using (var writer = group.NextColumn().LogicalWriter<long>())
                writer.WriteBatch([10, 20]);
            using (var writer = group.NextColumn().LogicalWriter<float>())
                writer.WriteBatch([2, 3]);
            using (var writer = group.NextColumn().LogicalWriter<T>())
                writeTimes(writer);
            using (var writer = group.NextColumn().LogicalWriter<double>())
                writer.WriteBatch([1, 2]);
            using (var writer = group.NextColumn().LogicalWriter<double?>())
                writer.WriteBatch([null, 4]);
            using (var writer = group.NextColumn().LogicalWriter<int>())
                writer.WriteBatch([1, 1]);
            if (markets is not null)
            {
                using var writer = group.NextColumn().LogicalWriter<string>();
                writer.WriteBatch(markets);
            }
        }

        file.Close();
        return path;
    }
}
