using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Bokgi.Series;
using Bokgi.UnitTests;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.CommandLine;

public sealed class ImportCommandTests : IDisposable
{
    private const long NineHours = 9 * UnixTime.MicrosecondsPerHour;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Import_PandasFileReadAsUtc_EqualsTheLakeInEveryCommonHour()
    {
        var import = Import("KRW-BTC_1h_2020-2025.parquet", "--zone", "UTC");

        import.Out.ShouldContain("50,715 added, 0 replaced");
        import.Out.ShouldContain("read as UTC, as asked");
        var (imported, stored) = (LoadCandles(folder.Path), LoadCandles(SharedData.Require("lake")));
        var commonTimes = stored.Keys.Where(imported.ContainsKey).ToArray();
        commonTimes.Length.ShouldBeGreaterThan(32_000); // of the 32,780 hours in the lake
        commonTimes.Count(time => imported[time] != stored[time]).ShouldBe(0);
    }

    [Fact]
    public void Import_PandasFileWithoutZone_IsShiftedNineHoursEarlier()
    {
        Import("KRW-BTC_1h_2020-2025.parquet").Out.ShouldContain("read as KST; specify --zone UTC if they are not");

        var (imported, stored) = (LoadCandles(folder.Path), LoadCandles(SharedData.Require("lake")));
        var commonTimes = stored.Keys.Where(time => imported.ContainsKey(time - NineHours)).ToArray();
        commonTimes.Length.ShouldBeGreaterThan(32_000); // of the 32,780 hours in the lake
        commonTimes.Count(time => imported[time - NineHours] != stored[time] with { TimeUtc = time - NineHours }).ShouldBe(0);
    }

    [Fact]
    public void Import_DryRun_DescribesItsInterpretationAndStoresNothing()
    {
        var import = Import("KRW-BTC_1h_2020-2025.parquet", "--dry-run");

        import.Out.ShouldContain("symbol BTC_KRW (file name ('KRW-BTC')), timeframe 1H");
        import.Out.ShouldContain("zone: times without a zone are read as KST");
        import.Out.ShouldContain("50,715 to store");
        import.Out.ShouldContain("dry run: nothing was stored");
        Directory.EnumerateFileSystemEntries(folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public void Import_SameFileTwice_ChangesNothing()
    {
        Import("KRW-BTC_1d_2024-2025.csv");
        var before = File.ReadAllBytes(folder.PathOf("BTC_KRW", "1D", "2024.parquet"));

        Import("KRW-BTC_1d_2024-2025.csv").Out.ShouldContain("0 added, 0 replaced");

        File.ReadAllBytes(folder.PathOf("BTC_KRW", "1D", "2024.parquet")).AsSpan().SequenceEqual(before).ShouldBeTrue();
    }

    [Fact]
    public void Import_WithoutVolumes_IsRefusedNamingTheColumns()
    {
        var import = BokgiProcess.Run("import", SharedData.Require("raw", "KRW-ETH_1d_2024_novolume.json"), "--data-root", folder.Path);

        import.ExitCode.ShouldBe(1);
        import.Out.ShouldBeEmpty();
        import.ErrorLines.ShouldHaveSingleItem();
        import.Error.ShouldContain("no volume column");
        import.Error.ShouldContain("opening_price, trade_price, high_price, low_price");
        Directory.EnumerateFileSystemEntries(folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public void Import_InvalidBars_AreReportedAndStored()
    {
        var import = Import("bitmex_XBTUSD_1d_2015-2020.csv", "--symbol=XBT_USD", "--timeframe=1D");

        import.Out.ShouldContain("32 invalid");
        import.Error.ShouldContain("outside_high_low: backtests ignore it");
        var report = BokgiProcess
            .RunSuccessfully("quality", "--symbols=XBT_USD", "--timeframe=1D", "--json", "--data-root", folder.Path)
            .Json[0];
        report.GetProperty("invalid_bars").GetArrayLength().ShouldBe(32);
    }

    [Fact]
    public void Import_OneOfSeveralFilesRefused_StoresTheOthers()
    {
        var (first, bad, last) = (folder.PathOf("BTC_KRW_1h.csv"), folder.PathOf("bad.csv"), folder.PathOf("ETH_KRW_1h.csv"));
        const string csv = "time,open,high,low,close,volume\n2024-01-01 09:00,1,2,1,2,3\n";
        File.WriteAllText(first, csv);
        File.WriteAllText(bad, "time,open\n1,2\n");
        File.WriteAllText(last, csv);

        var import = BokgiProcess.Run("import", first, bad, last, "--data-root", folder.Path);

        import.ExitCode.ShouldBe(1);
        import.ErrorLines.Length.ShouldBe(2);
        import.Error.ShouldContain("bad.csv");
        import.Error.ShouldContain("1 of 3 files were refused");
        File.Exists(folder.PathOf("BTC_KRW", "1H", "2024.parquet")).ShouldBeTrue();
        File.Exists(folder.PathOf("ETH_KRW", "1H", "2024.parquet")).ShouldBeTrue();
    }

    private static Dictionary<long, Candle> LoadCandles(string root)
    {
        using var batch = new CandleLake(root).Load([Symbol.Parse("BTC_KRW")], Timeframe.Parse("1H"), TimeRange.All);
        return Enumerable.Range(0, batch.Count).ToDictionary(i => batch.Times[i], i => batch[i]);
    }

    private BokgiResult Import(string file, params IEnumerable<string> options) =>
        BokgiProcess.RunSuccessfully(["import", SharedData.Require("raw", file), "--data-root", folder.Path, .. options]);
}
