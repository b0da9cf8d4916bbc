using System.Globalization;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.CommandLine;

public sealed class BacktestJsonTests : IDisposable
{
    private static readonly string[] FigureNames =
    [
        "bars",
        "first",
        "last",
        "signals",
        "trades",
        "unfilled",
        "too_small",
        "win_rate",
        "avg_return",
        "median_return",
        "best_return",
        "worst_return",
        "total_return",
        "cagr",
        "volatility",
        "sharpe",
        "sortino",
        "max_drawdown",
        "max_drawdown_duration_seconds",
        "calmar",
        "profit_factor",
        "expectancy",
        "payoff_ratio",
        "exposure",
        "sqn",
        "avg_hold_bars",
        "avg_hold_seconds",
        "fees_paid",
        "slippage_paid",
        "buy_and_hold_return",
        "study",
    ];

    private readonly TemporaryFolder lake = new();

    public void Dispose() => lake.Dispose();

    [Fact]
    public void Backtest_Json_HasEveryFieldInSnakeCase()
    {
        lake.WriteHours("BTC_KRW", 100);
        lake.WriteHours("ETH_KRW", 100);

        var run = Run("BTC_KRW,ETH_KRW", "--description=one word", "--tag=first", "--tag=second");

        Names(run)
            .ShouldBe([
                "version",
                "run_id",
                "strategy",
                "params",
                "overrides",
                "effective_params",
                "start_date",
                "end_date",
                "timeframe",
                "execution",
                "costs",
                "fee_rate",
                "slippage_rate",
                "initial_cash",
                "sizing",
                "stop_loss_pct",
                "take_profit_pct",
                "trailing_stop_pct",
                "warmup",
                "strict",
                "symbols",
                "totals",
                "total_signals",
                "total_trades",
                "execution_time",
                "warnings",
                "quality",
                "left_out",
                "metadata",
                "description",
                "tags",
            ]);
        Names(run.GetProperty("totals")).ShouldBe(FigureNames);
        foreach (var symbol in run.GetProperty("symbols").EnumerateArray())
            Names(symbol).ShouldBe(["symbol", "is_active", .. FigureNames, "data_fingerprint"]);
        Names(run.GetProperty("totals").GetProperty("study")).ShouldBe(["samples", "win_rate", "avg_return"]);
        Names(run.GetProperty("quality")).ShouldBe(["BTC_KRW", "ETH_KRW"]);
        Names(run.GetProperty("quality").GetProperty("BTC_KRW"))
            .ShouldBe([
                "rows",
                "duplicates",
                "out_of_order",
                "invalid",
                "expected_bars",
                "unknown_bars",
                "off_grid_bars",
                "price_jumps",
                "largest_jump",
            ]);
        Names(run.GetProperty("metadata"))
            .ShouldBe(["execution_date", "environment", "execution_host", "engine_version", "git_commit", "data_fingerprint"]);
        run.GetProperty("description").GetString().ShouldBe("one word");
        run.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()).ShouldBe(["first", "second"]);
        run.GetProperty("total_signals").GetInt32().ShouldBe(20, "every tenth of the 100 candles of each symbol gives a signal");
        run.GetProperty("total_trades").GetInt32().ShouldBe(18, "the last bar of each symbol has a signal that cannot be filled");
    }

    [Fact]
    public void Backtest_JsonTimes_AreUtcWithZ()
    {
        lake.WriteHours("BTC_KRW", 100);

        var run = Run("BTC_KRW", "--start=2024-01-02", "--end=2024-01-03");

        run.GetProperty("start_date").GetString().ShouldBe("2024-01-02");
        run.GetProperty("totals").GetProperty("first").GetString().ShouldBe("2024-01-01T15:00:00Z");
        run.GetProperty("totals").GetProperty("last").GetString().ShouldBe("2024-01-03T14:00:00Z");
        var executed = run.GetProperty("metadata").GetProperty("execution_date").GetString()!;
        DateTime.ParseExact(executed, "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture).Year.ShouldBeGreaterThan(2025);
    }

    [Fact]
    public void Backtest_WithoutASignal_ShowsUndefinedFiguresAsNullNotZero()
    {
        lake.WriteHours("BTC_KRW", 100);

        var totals = Run("BTC_KRW", "--param=body_pct=1").GetProperty("totals");

        foreach (
            var name in (string[])
                [
                    "win_rate",
                    "avg_return",
                    "best_return",
                    "sharpe",
                    "sortino",
                    "calmar",
                    "profit_factor",
                    "expectancy",
                    "sqn",
                    "avg_hold_bars",
                ]
        )
            totals.GetProperty(name).ValueKind.ShouldBe(JsonValueKind.Null, name);
        foreach (var name in (string[])["signals", "trades", "volatility", "exposure", "fees_paid", "max_drawdown"])
            totals.GetProperty(name).GetDouble().ShouldBe(0, name);
        totals.GetProperty("study").GetProperty("win_rate").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public void Backtest_WithOverrides_ShowsTheEffectiveParametersOfEachSymbol()
    {
        lake.WriteHours("BTC_KRW", 100);
        lake.WriteHours("ETH_KRW", 100);

        var run = Run("BTC_KRW,ETH_KRW", "--param=hold_period_bars=3", "--param=vol_multiplier=2", "--override=eth_krw:hold_period_bars=5");

        JsonSerializer.Serialize(run.GetProperty("params")).ShouldBe("""{"hold_period_bars":3,"vol_multiplier":2}""");
        var effective = run.GetProperty("effective_params");
        JsonSerializer
            .Serialize(effective.GetProperty("BTC_KRW"))
            .ShouldBe(
                """{"vol_ma_window":20,"vol_multiplier":2,"body_pct":0.02,"upper_wick_ratio":2,"lower_wick_ratio":2,"hold_period_bars":3}"""
            );
        effective.GetProperty("ETH_KRW").GetProperty("hold_period_bars").GetInt32().ShouldBe(5);
        effective.GetProperty("ETH_KRW").GetProperty("vol_multiplier").GetInt32().ShouldBe(2);
        var (bitcoin, ether) = (run.GetProperty("symbols")[0], run.GetProperty("symbols")[1]);
        bitcoin.GetProperty("avg_hold_bars").GetDouble().ShouldBe(3);
        ether.GetProperty("avg_hold_bars").GetDouble().ShouldBe(5);
    }

    [Fact]
    public void Backtest_SymbolWithoutCandles_WarnsAndGetsNoCash()
    {
        lake.WriteHours("BTC_KRW", 100);
        lake.WriteHours("ETH_KRW", 100);

        var alone = Run("BTC_KRW");
        var withMissing = Run("BTC_KRW,ADA_KRW");
        var withOther = Run("BTC_KRW,ETH_KRW");

        withMissing.GetProperty("warnings").EnumerateArray().ShouldHaveSingleItem().GetString()!.ShouldContain("ADA_KRW");
        alone.GetProperty("warnings").GetArrayLength().ShouldBe(0);
        var fees = FeesOfBitcoin(alone);
        fees.ShouldBeGreaterThan(150_000); // the run traded with its whole cash
        FeesOfBitcoin(withMissing).ShouldBe(fees);
        FeesOfBitcoin(withOther).ShouldBe(fees / 2, 1e-9 * fees, "two symbols with candles share the cash");
    }

    [Fact]
    public void Backtest_SameRequestOnAnyNumberOfThreads_GivesTheSameRun()
    {
        // Each symbol has other volumes, which depend on its first letter.
        foreach (var symbol in (string[])["BTC_KRW", "ETH_KRW", "SOL_KRW", "XRP_KRW", "ADA_KRW"])
            lake.WriteHours(symbol, 2_000, (_, candle) => candle with { Volume = candle.Volume + symbol[0] });

        var first = ReproducibleFields(Run("*", "--threads=1"));
        var second = ReproducibleFields(Run("*", "--threads=1"));
        var onFourThreads = ReproducibleFields(Run("*", "--threads=4"));

        second.ShouldBe(first);
        onFourThreads.ShouldBe(first);
        first.ShouldContain("data_fingerprint");
    }

    [Fact]
    public void Backtest_OneCandleChanged_HasADifferentFingerprint()
    {
        lake.WriteHours("BTC_KRW", 100);
        var before = Run("BTC_KRW");
        lake.WriteHours("BTC_KRW", 100, (i, candle) => i == 50 ? candle with { Volume = candle.Volume + 0.001 } : candle);
        var after = Run("BTC_KRW");

        Fingerprint(after).ShouldNotBe(Fingerprint(before));
        Fingerprint(before).Length.ShouldBe(32); // hexadecimal digits of 128 bits
        after.GetProperty("total_trades").GetInt32().ShouldBe(before.GetProperty("total_trades").GetInt32());
    }

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(field => field.Name);

    private static double FeesOfBitcoin(JsonElement run) => run.GetProperty("symbols")[0].GetProperty("fees_paid").GetDouble();

    private static string Fingerprint(JsonElement run) => run.GetProperty("metadata").GetProperty("data_fingerprint").GetString()!;

    // The fields of a run that do not differ between executions.
    private static string ReproducibleFields(JsonElement run)
    {
        var fields = run.EnumerateObject().Where(field => field.Name is not ("run_id" or "execution_time" or "metadata"));
        return $"data_fingerprint {Fingerprint(run)} {string.Join(",", fields)}";
    }

    private JsonElement Run(string symbols, params IEnumerable<string> options) =>
        BokgiProcess
            .RunSuccessfully([
                "backtest",
                "--json",
                "--data-root",
                lake.Path,
                "--strategy=volume_long_candle",
                "--timeframe=1H",
                $"--symbols={symbols}",
                .. options,
            ])
            .Json;
}
