using Bokgi.IntegrationTests.Collection;
using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Bokgi.UnitTests;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.CommandLine;

/// <summary>Commands that resample candles, repair their files, and show their coverage by day and their source.</summary>
public sealed class LakeMaintenanceCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Resample_RealMinutes_EqualsTheHoursOfTheExchange()
    {
        CopyMinutes("SOL_KRW");
        var result = Run("resample", "--symbols", "SOL_KRW", "--from", "1M", "--to", "5M,1H,1D");
        result.ExitCode.ShouldBe(0, result.Error);
        var lines = result.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(3);
        lines[1].ShouldStartWith("SOL_KRW 1M → 1H: ");

        var lake = new CandleLake(folder.Path);
        var hours = FakeUpbit.StoredCandles(lake, "SOL_KRW", Timeframe.OneHour, TimeRange.All);
        var exchangeHours = FakeUpbit.ExpectedCandles("SOL_KRW", Timeframe.OneHour, TimeRange.All).ToDictionary(candle => candle.TimeUtc);
        hours.Length.ShouldBeGreaterThan(600); // enough for the comparison to mean something
        hours.Where(candle => exchangeHours.ContainsKey(candle.TimeUtc)).ShouldAllBe(candle => candle == exchangeHours[candle.TimeUtc]);
        var before = FakeUpbit.StoredCandles(lake, "SOL_KRW", Timeframe.OneDay, TimeRange.All);
        Run("resample", "--symbols", "SOL_KRW", "--from", "1H", "--to", "1D", "--with-gaps").ExitCode.ShouldBe(0);
        FakeUpbit.StoredCandles(lake, "SOL_KRW", Timeframe.OneDay, TimeRange.All).Intersect(before).ShouldBe(before); // all unchanged
    }

    [Theory]
    [InlineData("1H", "5M", "5M bars cannot be made of 1H bars; give a multiple of 1H")]
    [InlineData("1H", "2H", "'2H' is not a timeframe")]
    public void Resample_IntoAnIncompatibleTimeframe_IsRefused(string from, string to, string error)
    {
        CopyMinutes("SOL_KRW");
        var result = Run("resample", "--symbols", "SOL_KRW", "--from", from, "--to", to);
        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain(error);
    }

    [Fact]
    public void Quality_Calendar_ShowsEachDay()
    {
        CopyMinutes("XRP_KRW");
        var calendar = Run("quality", "--symbols", "XRP_KRW", "--timeframe", "1M", "--calendar");
        calendar.ExitCode.ShouldBe(0, calendar.Error);
        calendar.Out.ShouldContain("XRP_KRW 1M  1234567890123456789012345678901");
        const string label = "2025-09  ";
        var lines = calendar.Out.Split('\n').Select(line => line.TrimStart());
        var days = lines.Single(line => line.StartsWith(label, StringComparison.Ordinal))[label.Length..];
        days.Length.ShouldBe(30); // September
        // The calendar shows the coverage of a day as one of these characters.
        days.ShouldAllBe(character => "#=+-.".Contains(character));
        var json = Run("quality", "--symbols", "XRP_KRW", "--timeframe", "1M", "--calendar", "--json").Json[0];
        json.GetProperty("coverage_per_day")
            .EnumerateArray()
            .Sum(day => day.GetProperty("bars").GetInt32())
            .ShouldBe(json.GetProperty("report").GetProperty("rows").GetInt32());
    }

    [Fact]
    public void Quality_FixOfHealthyFiles_ChangesNothingAndTakesNoDates()
    {
        CopyMinutes("XRP_KRW");
        var file = folder.PathOf("XRP_KRW", "1M", "2025.parquet");
        var before = File.ReadAllBytes(file);
        Run("quality", "--symbols", "XRP_KRW", "--timeframe", "1M", "--fix").Out.Trim().ShouldBe("XRP_KRW 1M: nothing to fix");
        File.ReadAllBytes(file).ShouldBe(before);
        var refused = Run("quality", "--symbols", "XRP_KRW", "--timeframe", "1M", "--fix", "--start", "2025-09-01");
        (refused.ExitCode, refused.Error.Trim()).ShouldBe(
            (1, "error: --fix repairs whole files and takes no --start or --end; leave them out")
        );
    }

    [Fact]
    public void InventoryAndCollect_GeneratedCandles_AreShownAsSyntheticAndNotMixedWithOthers()
    {
        Run("generate", "--symbols", "BTC_KRW", "--days", "3", "--minute-days", "1").ExitCode.ShouldBe(0);
        Run("inventory", "--json")
            .Json.GetProperty("files")
            .EnumerateArray()
            .Select(file => file.GetProperty("source").GetString())
            .Distinct()
            .ShouldBe(["synthetic"]);
        var refused = Run("collect", "--symbols", "BTC_KRW", "--timeframes", "1H");
        refused.ExitCode.ShouldBe(1);
        refused.Error.ShouldContain("BTC_KRW 1H in the lake is synthetic, and candles of upbit are not mixed with it");
    }

    private BokgiResult Run(params string[] arguments) =>
        BokgiProcess.RunWithEnvironment(
            new Dictionary<string, string> { ["DATA_ROOT"] = folder.Path, ["UPBIT_URL"] = "http://127.0.0.1:9" }, // nothing listens there
            arguments
        );

    private void CopyMinutes(string symbol)
    {
        Directory.CreateDirectory(folder.PathOf(symbol, "1M"));
        var minutes = File.ReadAllBytes(SharedData.Require("lake", symbol, "1M", "2025.parquet"));
        // Not File.Copy, which would also copy the read-only permissions.
        File.WriteAllBytes(folder.PathOf(symbol, "1M", "2025.parquet"), minutes);
    }
}
