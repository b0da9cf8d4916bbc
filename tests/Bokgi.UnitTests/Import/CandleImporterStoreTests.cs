using Bokgi.MarketData.Lake.Import;
using Bokgi.Markets;
using Bokgi.Series;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Import;

/// <summary>How the import of a file changes the lake. <c>Read</c> makes a plan, and <c>Apply</c> executes the plan.</summary>
public sealed class CandleImporterStoreTests : IDisposable
{
    private const string Header = "timestamp,open,high,low,close,volume\n";
    private static readonly Symbol Bitcoin = Symbol.Parse("BTC_KRW");

    private readonly ImportSetup setup = new();

    public void Dispose() => setup.Dispose();

    [Fact]
    public void Read_WithoutApply_WritesNothing()
    {
        using var plan = setup.Read("KRW-BTC_1h.csv", Header + Rows(close: 1, hours: [0, 1, 2]));

        Directory.Exists(setup.Lake.Root).ShouldBeFalse();
    }

    [Fact]
    public void Apply_PandasFile_StoresTheCandlesOfTheSharedLake()
    {
        using var plan = setup.Importer.Read(SharedData.Require("raw", "KRW-BTC_1h_2020-2025.parquet"), new ImportOptions(Zone: "UTC"));
        var outcome = setup.Importer.Apply(plan);

        outcome.Written.Added.ShouldBe(50_715);
        outcome.Written.Files.ShouldBe([.. Enumerable.Range(2020, 6).Select(year => $"BTC_KRW/1H/{year}.parquet")]);
        using var stored = setup.Lake.LoadSeries(Bitcoin, Timeframe.OneHour, TimeRange.All);
        using var sharedCandles = new Bokgi.MarketData.Lake.CandleLake(SharedData.Require("lake")).LoadSeries(
            Bitcoin,
            Timeframe.OneHour,
            TimeRange.All
        );
        Enumerable
            .Range(0, sharedCandles.Count)
            .Count(i => stored[stored.FirstIndexAtOrAfter(sharedCandles.Times[i])] != sharedCandles[i])
            .ShouldBe(0);
        sharedCandles.Count.ShouldBe(32_780);
    }

    [Fact]
    public void Apply_InvalidBars_AreStoredAsTheyAre()
    {
        using var plan = setup.Importer.Read(SharedData.Require("raw", "bitmex_XBTUSD_1d_2015-2020.csv"), new ImportOptions());
        setup.Importer.Apply(plan).Written.Added.ShouldBe(1595);

        using var batch = setup.Lake.Load([plan.Symbol], Timeframe.OneDay, TimeRange.All);
        using var series = setup.Lake.LoadSeries(plan.Symbol, Timeframe.OneDay, TimeRange.All);
        batch.Count.ShouldBe(1595);
        series.Count.ShouldBe(1595 - 32); // a series leaves out the 32 invalid bars
    }

    [Fact]
    public void Apply_Merge_KeepsStoredBarsThatTheFileLacks()
    {
        Import(Rows(close: 1, hours: [0, 1, 2, 3]));
        var outcome = Import(Rows(close: 5, hours: [1, 3]));

        (outcome.Written.Added, outcome.Written.Replaced, outcome.Written.Removed).ShouldBe((0, 2, 0));
        Closes().ShouldBe([1, 5, 1, 5]);
    }

    [Fact]
    public void Apply_Replace_RemovesStoredBarsMissingFromTheFileWithinItsTimeSpan()
    {
        Import(Rows(close: 1, hours: [0, 1, 2, 3, 4]));
        var outcome = Import(Rows(close: 5, hours: [1, 3]), replace: true);

        (outcome.Written.Replaced, outcome.Written.Removed).ShouldBe((2, 1));
        Closes().ShouldBe([1, 5, 5, 1]);
    }

    [Fact]
    public void Apply_Twice_ChangesNothingTheSecondTime()
    {
        Import(Rows(close: 1, hours: [0, 1]));
        var secondOutcome = Import(Rows(close: 1, hours: [0, 1]));

        (secondOutcome.Written.Unchanged, secondOutcome.Written.Added).ShouldBe((2, 0));
        secondOutcome.Written.Files.ShouldBeEmpty();
    }

    [Fact]
    public void Read_FileWrittenByTheLake_TakesMarketAndTimeframeFromItsMetadata()
    {
        Import(Rows(close: 1, hours: [0, 1]));
        var stored = Path.Combine(setup.Lake.Root, "BTC_KRW", "1H", "2024.parquet");
        var copy = Path.Combine(setup.Folder, "copy.parquet");
        File.Copy(stored, copy);

        using var plan = setup.Importer.Read(copy, new ImportOptions());

        (plan.Symbol.Code, plan.SymbolFrom).ShouldBe(("BTC_KRW", "file metadata"));
        (plan.Timeframe.Name, plan.TimeframeFrom).ShouldBe(("1H", "file metadata ('1H')"));
        plan.Zone.ShouldBe("the times include a zone");
        plan.RowsToStore.ShouldBe(2);
    }

    private ImportOutcome Import(string rows, bool replace = false)
    {
        using var plan = setup.Read("KRW-BTC_1h.csv", Header + rows, new ImportOptions(Replace: replace));
        return setup.Importer.Apply(plan);
    }

    private double[] Closes()
    {
        using CandleSeries series = setup.Lake.LoadSeries(Bitcoin, Timeframe.OneHour, TimeRange.All);
        return series.Close.ToArray();
    }

    // Writes one row for each of the given hours, which are counted from 2024-01-01T00:00Z. All rows have the same close.
    private static string Rows(double close, int[] hours) =>
        string.Concat(hours.Select(hour => $"{1704067200 + (hour * 3600)},1,9,1,{close},3\n"));
}
