using Bokgi.IntegrationTests.CommandLine;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Store;

/// <summary>The commands <c>compare</c>, <c>explain</c> and <c>note</c>, with which a user reviews runs.</summary>
public sealed class RunReviewCommandTests : IDisposable
{
    private readonly TemporaryFolder lake = new();

    public RunReviewCommandTests() => lake.WriteHours("BTC_KRW", 200);

    public void Dispose() => lake.Dispose();

    [Fact]
    public void Compare_TwoRuns_ShowsFiguresAndDifferences()
    {
        var firstRun = CreateRun("--tag=one");
        var secondRun = CreateRun("--param=body_pct=0.04", "--fee-rate=0");

        var table = RunBokgi("compare", firstRun, "latest");

        table.ExitCode.ShouldBe(0, table.Error);
        table.Out.ShouldContain($"#1 {firstRun}  volume_long_candle  1H  2024-01-01T00:00:00Z … 2024-01-09T07:00:00Z  BTC_KRW  #one");
        ReadRow(table, "fee_rate").ShouldBe(["0.001", "0"]);
        ReadRow(table, "body_pct").ShouldBe(["0.02", "0.04"]);
        ReadRow(table, "trades").ShouldBe(["19", "0"]); // of 20 bursts, the last has no next bar; none has a body of 4 %
        ReadRow(table, "win_rate")[^1].ShouldBe("–");
        table.ErrorLines.ShouldHaveSingleItem().ShouldBe("warning: exchange costs, fees or slippage differ");
        var json = RunBokgi("compare", firstRun, secondRun, "--json").Json;
        json.GetProperty("runs")[1].GetProperty("run_id").GetString().ShouldBe(secondRun);
        json.GetProperty("equity").GetProperty("timestamp").GetArrayLength().ShouldBe(201);
    }

    [Fact]
    public void Explain_Bar_ShowsItsConditionsAndOutcome()
    {
        CreateRun("--stop-loss-pct=0.5");

        var explanation = RunBokgi("explain", "latest", "--at=2024-01-01T19:00Z", "--limit=2");

        explanation.ExitCode.ShouldBe(0, explanation.Error);
        var lines = explanation.Out.Split('\n', StringSplitOptions.TrimEntries);
        lines.Single(line => line.StartsWith("2024-01-01T18:00:00Z  ", StringComparison.Ordinal)).ShouldContain("no signal");
        lines.ShouldContain("✓ long_body 0.03 >= 0.02  body at least body_pct, as a fraction of the open");
        lines.ShouldContain("→ signal → entered as #2");
        var followingBars = RunBokgi("explain", "latest", "--start=2024-01-01T20:00Z", "--limit=2").Out;
        // The open of bar 20 is 1,060; slippage adds 0.02 %.
        followingBars.ShouldContain("#2 bought at 1,060.21");
        followingBars.ShouldContain("#2 1,060.21, 0/1, stop 530.106, target –");
        followingBars.ShouldContain("(hold, ");
        var json = RunBokgi("explain", "latest", "--start=2024-01-01T20:00Z", "--limit=2", "--json").Json;
        json.GetProperty("bars")[1].GetProperty("exits")[0].GetProperty("trade").GetInt32().ShouldBe(2);
    }

    // Every tenth bar is a burst of price and volume, which gives a signal: bars 9, 19 and so on up to the last bar, 199.
    [Fact]
    public void Explain_FillsAtTheClose_ListsTheEventsInTheirOrder()
    {
        CreateRun("--execution=signal_close", "--param=hold_period_bars=10");

        ReadEventsAt("2024-01-01T09:00Z").ShouldMatch(@"^signal → entered as #1; #1 bought at [\d,.]+$");
        ReadEventsAt("2024-01-01T19:00Z")
            .ShouldMatch(@"^#1 sold at [\d,.]+ \(hold, \S+ %\); signal → entered as #2; #2 bought at [\d,.]+$");
        ReadEventsAt("2024-01-09T07:00Z")
            .ShouldMatch(
                @"^#19 sold at \S+ \(hold, \S+ %\); signal → entered as #20; #20 bought at \S+; #20 sold at \S+ \(end_of_data, \S+ %\)$"
            );
    }

    [Fact]
    public void Explain_FillsAtTheNextOpen_ListsTheEventsInTheirOrder()
    {
        // In bar 10, a position is opened and stopped out, and the strategy gives another signal.
        lake.WriteHours(
            "BTC_KRW",
            200,
            (i, candle) => i == 10 ? candle with { High = 1_082, Low = 1_020, Close = 1_080, Volume = 9_000 } : candle
        );
        CreateRun("--stop-loss-pct=0.005", "--param=hold_period_bars=5");

        ReadEventsAt("2024-01-01T09:00Z").ShouldBe("signal → entered as #1");
        ReadEventsAt("2024-01-01T10:00Z")
            .ShouldMatch(@"^#1 bought at 1,030.21; #1 sold at \S+ \(stop_loss, \S+ %\); signal → entered as #2$");
        ReadEventsAt("2024-01-01T16:00Z").ShouldMatch(@"^#2 sold at \S+ \(hold, \S+ %\)$");
        ReadEventsAt("2024-01-09T07:00Z").ShouldBe("signal not filled: there is no next bar");
    }

    [Fact]
    public void Explain_PositionOpenAtTheEnd_IsSoldAfterTheLastSignal()
    {
        CreateRun("--param=hold_period_bars=500");

        ReadEventsAt("2024-01-09T07:00Z").ShouldMatch(@"^signal ignored: a position is open; #1 sold at \S+ \(end_of_data, \S+ %\)$");
    }

    [Fact]
    public void Explain_CandlesChangedSinceTheRun_Warns()
    {
        CreateRun();
        lake.WriteHours("BTC_KRW", 200, (i, candle) => i == 3 ? candle with { Volume = 1 } : candle);

        RunBokgi("explain", "latest", "--limit=1")
            .ErrorLines.ShouldHaveSingleItem()
            .ShouldBe("warning: the candles have changed since the run; the following explains the current candles");
    }

    [Fact]
    public void Note_TextAndTags_AreKeptAndFound()
    {
        var run = CreateRun("--tag=old");

        RunBokgi("note", "latest", "반감기 before the 100% halving", "--tag=study", "--tag=old")
            .Out.TrimEnd()
            .ShouldBe($"{run} #old #study 반감기 before the 100% halving");
        RunBokgi("note", run[..20], "--untag=old").Out.TrimEnd().ShouldBe($"{run} #study 반감기 before the 100% halving");
        RunBokgi("runs", "--text=HALVING 반감기 btc", "--json").Json.GetProperty("total").GetInt32().ShouldBe(1);
        RunBokgi("runs", "--text=STUDY 100%", "--json").Json.GetProperty("total").GetInt32().ShouldBe(1);
        RunBokgi("runs", "--text=old", "--json").Json.GetProperty("total").GetInt32().ShouldBe(0);
        RunBokgi("note", "latest", "").Out.TrimEnd().ShouldBe($"{run} #study");
    }

    [Theory]
    [InlineData("run names 1 runs; name 2 to 10", "compare", "latest")]
    [InlineData("there is nothing to note; give a text, --tag or --untag", "note", "latest")]
    [InlineData("the run has no tag 'x'; it has none", "note", "latest", "--untag=x")]
    [InlineData(
        "at 2023-01-01T00:00:00Z lies outside the run's candles; give a time from 2024-01-01T00:00:00Z up to 2024-01-09T08:00:00Z",
        "explain",
        "latest",
        "--at=2023-01-01T00:00Z"
    )]
    [InlineData("ETH_KRW is not in the run; it has BTC_KRW", "explain", "latest", "--symbol=ETH_KRW")]
    public void Command_InvalidArguments_AreRefusedInOneLine(string message, params string[] arguments)
    {
        CreateRun();

        var refused = RunBokgi(arguments);

        refused.ExitCode.ShouldBe(1);
        refused.ErrorLines.ShouldHaveSingleItem().ShouldBe($"error: {message}");
    }

    private static string[] ReadRow(BokgiResult table, string name) =>
        table
            .Out.Split('\n')
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Single(cells => cells.Length > 0 && cells[0] == name)[1..];

    // The events of a bar: the line below the bar's conditions, without the arrow at its start.
    private string ReadEventsAt(string time) =>
        RunBokgi("explain", "latest", $"--at={time}", "--limit=1")
            .Out.Split('\n', StringSplitOptions.TrimEntries)
            .Single(line => line.StartsWith("→ ", StringComparison.Ordinal))[2..];

    private string CreateRun(params string[] options)
    {
        var run = RunBokgi(["backtest", "--symbols=BTC_KRW", "--strategy=volume_long_candle", "--timeframe=1H", "--json", .. options]);
        run.ExitCode.ShouldBe(0, run.Error);
        return run.Json.GetProperty("run_id").GetString()!;
    }

    private BokgiResult RunBokgi(params string[] arguments) =>
        BokgiProcess.RunWithEnvironment(
            new Dictionary<string, string> { ["DATA_ROOT"] = lake.Path, ["STATE_ROOT"] = lake.Path },
            arguments
        );
}
