using System.Text.Json;
using Bokgi.UnitTests;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.CommandLine;

/// <summary>
/// Commands that only show something: the candle files of <see cref="SharedData"/>, the settings, the strategies and the help. Expected
/// numbers of files, rows and bytes are those of these candle files.
/// </summary>
public sealed class ReadOnlyCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Inventory_RealLake_CountsFilesAndRows()
    {
        var all = RunOnLake("inventory", "--json").Json;
        var hourFiles = RunOnLake("inventory", "--symbol=KRW-BTC", "--timeframe=1h", "--json")
            .Json.GetProperty("files")
            .EnumerateArray()
            .ToArray();

        all.GetProperty("total_count").GetInt32().ShouldBe(36);
        all.GetProperty("files").EnumerateArray().Sum(file => file.GetProperty("rows").GetInt64()).ShouldBe(432_389);
        hourFiles
            .Select(file => (file.GetProperty("year").GetInt32(), file.GetProperty("rows").GetInt32()))
            .ShouldBe([(2022, 8_751), (2023, 8_739), (2024, 8_771), (2025, 6_519)]);
        hourFiles[2].GetProperty("symbol").GetString().ShouldBe("BTC_KRW");
        hourFiles[2].GetProperty("first").GetString().ShouldBe("2024-01-01T00:00:00Z");
        hourFiles[2].GetProperty("last").GetString().ShouldBe("2024-12-31T23:00:00Z");
        hourFiles[2].GetProperty("size").GetInt64().ShouldBe(210_954);
        hourFiles[2].GetProperty("modified").GetString()!.ShouldEndWith("Z");
        hourFiles[2].GetProperty("issues").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public void Inventory_AsTable_EndsWithTotals()
    {
        var table = RunOnLake("inventory", "--year=2020").Out;

        table.ShouldContain("BTC_KRW   1D");
        table.ShouldContain("8,777");
        table.TrimEnd().ShouldEndWith("2 files, 9,143 rows");
    }

    [Fact]
    public void Quality_RealGaps_AreListed()
    {
        var report = RunOnLake("quality", "--symbols=BTC_KRW", "--timeframe=1H", "--json").Json.EnumerateArray().ShouldHaveSingleItem();

        report.GetProperty("rows").GetInt32().ShouldBe(32_780);
        report.GetProperty("expected_bars").GetInt32().ShouldBe(32_832);
        report.GetProperty("covered_share").GetDouble().ShouldBe(32_780.0 / 32_832);
        report.GetProperty("gaps").EnumerateArray().Sum(gap => gap.GetProperty("bars").GetInt32()).ShouldBe(52);
        JsonSerializer
            .Serialize(report.GetProperty("gaps")[0])
            .ShouldBe("""{"from":"2022-02-13T18:00:00Z","to":"2022-02-13T20:00:00Z","bars":2,"reason":"unknown"}""");
        foreach (var name in (string[])["duplicates", "out_of_order", "zero_volume_bars"])
            report.GetProperty(name).GetInt32().ShouldBe(0, name);
        report.GetProperty("invalid_bars").GetArrayLength().ShouldBe(0);
        report.GetProperty("price_jumps").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public void Quality_FaultsInAFile_AreNamedWithTimeAndReason()
    {
        folder.WriteHours(
            "BTC_KRW",
            30,
            (i, candle) =>
                i switch
                {
                    5 => candle with { High = candle.Low },
                    8 => candle with { Volume = 0 },
                    20 => candle with { Open = 4000, High = 4004, Low = 3990, Close = 4000 },
                    _ => candle,
                }
        );

        var report = BokgiProcess.RunSuccessfully("quality", "--symbols=*", "--timeframe=1H", "--json", "--data-root", folder.Path).Json[0];

        JsonSerializer
            .Serialize(report.GetProperty("invalid_bars"))
            .ShouldBe("""[{"timestamp":"2024-01-01T05:00:00Z","reason":"outside_high_low"}]""");
        report.GetProperty("zero_volume_bars").GetInt32().ShouldBe(1);
        report
            .GetProperty("price_jumps")
            .EnumerateArray()
            .Select(jump => jump.GetProperty("timestamp").GetString())
            .ShouldBe(["2024-01-01T20:00:00Z", "2024-01-01T21:00:00Z"]);
        const double previousClose = 1057 * 1.03; // candle 19 opens at 1,057, and every tenth candle rises by 3 %
        report.GetProperty("price_jumps")[0].GetProperty("change").GetDouble().ShouldBe((4000 / previousClose) - 1, 1e-12);
    }

    [Fact]
    public void Inspect_DuckdbFile_ShowsItsWriterAndColumns()
    {
        var text = BokgiProcess.RunSuccessfully("inspect", SharedData.Require("lake", "BTC_KRW", "1H", "2024.parquet")).Out;

        text.ShouldContain("210,954 bytes, 8,771 rows in 1 row groups, written by DuckDB");
        text.ShouldContain("column timestamp, microseconds, UTC, in order");
        text.ShouldContain("2024-01-01T00:00:00Z … 2024-12-31T23:00:00Z");
        text.ShouldContain("Zstd");
    }

    [Fact]
    public void Inspect_PandasFile_SaysThatItsTimesHaveNoZone()
    {
        var text = BokgiProcess.RunSuccessfully("inspect", SharedData.Require("raw", "KRW-BTC_1h_2020-2025.parquet")).Out;

        text.ShouldContain("50,715 rows");
        text.ShouldContain("nanoseconds, no zone: read as KST");
    }

    [Fact]
    public void Config_Option_OverridesEnvironmentAndDefault()
    {
        ReadDataRoot([], []).ShouldBe(("./data", "default"));
        ReadDataRoot([new("DATA_ROOT", "/somewhere")], []).ShouldBe(("/somewhere", "environment"));
        ReadDataRoot([new("DATA_ROOT", "/somewhere")], ["--data-root=/elsewhere"]).ShouldBe(("/elsewhere", "--data-root"));
        BokgiProcess.RunSuccessfully("config").Out.ShouldMatch(@"DATA_ROOT +\./data +default ");
    }

    [Fact]
    public void Strategies_WithoutName_ListsAll()
    {
        var list = BokgiProcess.RunSuccessfully("strategies", "--json").Json;

        JsonSerializer.Serialize(list).ShouldBe("""{"strategies":["volume_long_candle","volume_zone_breakout"],"count":2}""");
        BokgiProcess.RunSuccessfully("strategies").Out.ShouldContain("volume_zone_breakout");
    }

    [Fact]
    public void Strategies_OneName_ShowsItsParameters()
    {
        var strategy = BokgiProcess.RunSuccessfully("strategies", "volume_zone_breakout", "--json").Json;
        var text = BokgiProcess.RunSuccessfully("strategies", "volume_zone_breakout").Out;

        strategy.GetProperty("warm_up_bars").GetInt32().ShouldBe(10);
        strategy.GetProperty("description").GetProperty("ko").GetString()!.ShouldContain("매물대");
        strategy
            .GetProperty("parameters")
            .EnumerateArray()
            .Select(declaration =>
                $"{declaration.GetProperty("name")} {declaration.GetProperty("type")} {declaration.GetProperty("default")} {declaration.GetProperty("minimum")}..{declaration.GetProperty("maximum")}"
            )
            .ShouldBe([
                "volume_window integer 10 1..500",
                "top_percentile number 0.2 0..1",
                "breakout_buffer number 0 0..1",
                "num_bins integer 20 1..1000",
                "include_wicks boolean True ..",
                "trigger choice level ..",
                "hold_period_bars integer 1 1..10000",
            ]);
        foreach (var parameter in strategy.GetProperty("parameters").EnumerateArray())
            text.ShouldContain(parameter.GetProperty("name").GetString()!);
    }

    [Fact]
    public void Help_EveryCommand_IsShownWithExitCodeZero()
    {
        var help = BokgiProcess.RunSuccessfully("--help").Out;

        foreach (
            var command in (string[])["backtest", "strategies", "load", "import", "generate", "inventory", "quality", "inspect", "config"]
        )
            help.ShouldContain($"  {command} ");
        BokgiProcess.RunSuccessfully("backtest", "--help").Out.ShouldContain("--stop-loss-pct");
    }

    private static (string? Value, string? Source) ReadDataRoot(
        IEnumerable<KeyValuePair<string, string>> environment,
        IEnumerable<string> options
    )
    {
        var first = BokgiProcess.RunWithEnvironment(environment, ["config", "--json", .. options]).Json[0];
        first.GetProperty("name").GetString().ShouldBe("DATA_ROOT");
        return (first.GetProperty("value").GetString(), first.GetProperty("source").GetString());
    }

    private static BokgiResult RunOnLake(string command, params IEnumerable<string> options) =>
        BokgiProcess.RunSuccessfully([command, "--data-root", SharedData.Require("lake"), .. options]);
}
