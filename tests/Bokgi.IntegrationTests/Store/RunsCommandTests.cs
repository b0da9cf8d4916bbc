using System.Text.Json;
using Bokgi.IntegrationTests.CommandLine;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Store;

/// <summary>The commands that store, find, rerun and remove runs.</summary>
public sealed class RunsCommandTests : IDisposable
{
    private readonly TemporaryFolder lake = new();

    public void Dispose() => lake.Dispose();

    [Fact]
    public void Runs_StoredByBacktest_AreListedShownAndRerun()
    {
        lake.WriteHours("BTC_KRW", 200);
        lake.WriteHours("ETH_KRW", 200);
        RunBokgi("runs").ErrorLines.ShouldHaveSingleItem().ShouldStartWith("no run matches");
        string[] request = ["--symbols=BTC_KRW,ETH_KRW", "--strategy=volume_long_candle", "--timeframe=1H", "--param=body_pct=0.01"];
        var created = RunBokgi(["backtest", "--json", "--tag=mine", "--description=a note", .. request]);
        created.ExitCode.ShouldBe(0, created.Error);
        var id = created.Json.GetProperty("run_id").GetString()!;

        RunBokgi("show", id[..20]).Out.ShouldContain("a note");
        RunBokgi("show", "latest", "--json").Out.ShouldBe(created.Out);
        var listed = RunBokgi("runs", "--json", "--tag=mine", "--sort=-total_return").Json;
        listed.GetProperty("items")[0].GetProperty("run_id").GetString().ShouldBe(id);
        RunBokgi("runs").Out.ShouldContain(id);

        var rerun = RunBokgi("rerun", id, "--json").Json;
        rerun.GetProperty("figures_equal").GetBoolean().ShouldBeTrue();
        rerun.GetProperty("data_changed").GetBoolean().ShouldBeFalse();
        rerun.GetProperty("run").GetProperty("description").GetString().ShouldBe("a note");

        var fromRunFile = RunBokgi("backtest", "--json", "--file", lake.WriteText("run.json", created.Out));
        Totals(fromRunFile.Json).ShouldBe(Totals(created.Json));
        var form =
            """{"strategy": "volume_long_candle", "symbols": ["BTC_KRW", "ETH_KRW"], "timeframe": "1H", "params": {"body_pct": 0.01}}""";
        Totals(RunBokgi("backtest", "--json", "--file", lake.WriteText("request.json", form)).Json).ShouldBe(Totals(created.Json));

        lake.WriteHours("ETH_KRW", 200, (i, candle) => i == 109 ? candle with { Volume = 1 } : candle); // bar 109 gave a signal
        var changed = RunBokgi("rerun", id, "--json").Json;
        changed.GetProperty("data_changed").GetBoolean().ShouldBeTrue();
        changed.GetProperty("different_symbols").EnumerateArray().ShouldHaveSingleItem().GetString().ShouldBe("ETH_KRW");
    }

    [Fact]
    public void Prune_OldRuns_NeedsYesAndRemovesFilesToo()
    {
        lake.WriteHours("BTC_KRW", 100);
        RunBokgi("backtest", "--symbols=BTC_KRW", "--strategy=volume_long_candle", "--timeframe=1H").ExitCode.ShouldBe(0);

        RunBokgi("runs", "prune", "--older-than", "1d", "--yes").Out.ShouldStartWith("0 runs removed");
        var unconfirmed = RunBokgi("runs", "prune", "--older-than", "0h");
        unconfirmed.ExitCode.ShouldBe(1);
        unconfirmed.Error.ShouldContain("1 runs from before");
        RunBokgi("runs").ExitCode.ShouldBe(0);

        Directory.GetFiles(lake.PathOf("results"), "*.bokgi", SearchOption.AllDirectories).ShouldHaveSingleItem();
        RunBokgi("runs", "prune", "--older-than", "0h", "--yes").Out.ShouldStartWith("1 run removed");
        Directory.GetFiles(lake.PathOf("results"), "*.bokgi", SearchOption.AllDirectories).ShouldBeEmpty();
        RunBokgi("runs").ExitCode.ShouldBe(1);
    }

    [Theory]
    [InlineData("there is no run 'ffff'; 'bokgi runs' lists them", "show", "ffff")]
    [InlineData("there is no run yet; 'bokgi backtest' makes one", "rerun", "latest")]
    [InlineData("--older-than cannot be '5y'; give a whole number with h, d or w, such as 30d", "runs", "prune", "--older-than", "5y")]
    [InlineData("--symbols cannot be given with --file; write it into the file", "backtest", "--file", "x.json", "--symbols", "BTC_KRW")]
    public void Command_InvalidArguments_AreRefusedInOneLine(string message, params string[] arguments)
    {
        var refused = RunBokgi(arguments);

        refused.ExitCode.ShouldBe(1);
        refused.ErrorLines.ShouldHaveSingleItem().ShouldBe($"error: {message}");
    }

    [Fact]
    public void Prune_WithoutAnAge_PointsToItsOwnHelp() =>
        RunBokgi("runs", "prune").ErrorLines[^1].ShouldBe("help: bokgi runs prune --help");

    [Fact]
    public void Backtest_FileWithByteOrderMark_IsRead()
    {
        lake.WriteHours("BTC_KRW", 100);
        var file = lake.PathOf("request.json");
        File.WriteAllText(
            file,
            """{"strategy":"volume_long_candle","symbols":["BTC_KRW"],"start_date":"2024-01-01","end_date":"2024-01-02","timeframe":"1H"}""",
            new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true)
        );

        var run = RunBokgi("backtest", "--file", file);

        run.ExitCode.ShouldBe(0, run.Error);
    }

    [Theory]
    [InlineData("""{"strategi":"x"}""", "'strategi' is not a field of a request or a run")]
    [InlineData("""{"warmup":"x"}""", "'warmup' has a value that this field of a request or a run cannot have")]
    [InlineData("{", "this is not JSON of a request or a run (line 1)")]
    public void Backtest_UnreadableFile_ReportsTheReason(string text, string reason)
    {
        var file = lake.WriteText("bad.json", text);

        RunBokgi("backtest", "--file", file)
            .ErrorLines.ShouldHaveSingleItem()
            .ShouldBe($"error: {file}: {reason}; 'bokgi show latest --json' gives a file that can be read");
    }

    [Fact]
    public void Runs_StateRootThatIsAFile_NamesTheSetting()
    {
        var file = lake.WriteText("state", "no folder");

        BokgiProcess
            .RunWithEnvironment(new Dictionary<string, string> { ["DATA_ROOT"] = lake.Path, ["STATE_ROOT"] = file }, "runs")
            .ErrorLines.ShouldHaveSingleItem()
            .ShouldBe($"failed: STATE_ROOT {file} cannot be used: it is a file; set STATE_ROOT to a folder that can be written");
    }

    private static string Totals(JsonElement run) => run.GetProperty("totals").GetRawText();

    private BokgiResult RunBokgi(params string[] arguments) =>
        BokgiProcess.RunWithEnvironment(
            new Dictionary<string, string> { ["DATA_ROOT"] = lake.Path, ["STATE_ROOT"] = lake.Path },
            arguments
        );
}
