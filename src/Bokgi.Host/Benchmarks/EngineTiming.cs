using Bokgi.Backtesting.Sweeps;

namespace Bokgi.Host.Benchmarks;

internal sealed class EngineTiming(MedianTimer timer, int candles)
{
    private const string LongCandle = "volume_long_candle";
    private const string ZoneBreakout = "volume_zone_breakout";
    private const double NanosecondsPerSecond = 1e9;

    // The target of a strategy is the sum of the time to detect its signals, the account's time per candle, and the time per trade.
    private const double AccountNanosecondsPerCandle = 4;
    private const double NanosecondsPerTrade = 30;

    private const int SweepCandles = 100_000;
    private const double SweepTargetSeconds = 0.025; // for all settings of the grid together, on SweepCandles candles

    private static readonly Symbol Market = Symbol.Parse("BTC_KRW");

    /// <summary>Seconds for a complete backtest of 100, 300 and 1,000 candles, with the limits of the service level agreement.</summary>
    public IEnumerable<BenchmarkResult> MeasureShortBacktests()
    {
        foreach (var (count, limitSeconds) in new[] { (100, 0.1), (300, 0.5), (1_000, 1.0) })
        {
            using var series = CreateSeries(count);
            yield return BenchmarkResult.AtMost($"sla_{count}", MeasureSeconds(series, LongCandle, out _), "s", limitSeconds);
        }
    }

    /// <summary>Nanoseconds per candle of each strategy. The target grows with the number of trades.</summary>
    public IEnumerable<BenchmarkResult> MeasureStrategies()
    {
        using var series = CreateSeries(candles);
        foreach (var (name, detectionNanoseconds) in new[] { (LongCandle, 1.5), (ZoneBreakout, 12.0) })
        {
            var seconds = MeasureSeconds(series, name, out var trades);
            var target = detectionNanoseconds + AccountNanosecondsPerCandle + (NanosecondsPerTrade * trades / candles);
            yield return BenchmarkResult.AtMost(name, seconds * NanosecondsPerSecond / candles, "ns/candle", Math.Round(target, 2));
        }
    }

    /// <summary>
    /// The rate of a sweep, as the number of candles times the number of settings per second. The sweep replays one strategy with many
    /// settings on one thread and computes all figures.
    /// </summary>
    public BenchmarkResult MeasureSweep()
    {
        var count = Math.Min(candles, SweepCandles);
        using var series = CreateSeries(count);
        // Ten windows by ten multipliers, around the defaults.
        var grid = new SweepGrid(
            CreateRequest(LongCandle),
            [SweepAxis.FromRange("vol_ma_window", 5, 50, 5), SweepAxis.FromRange("vol_multiplier", 1, 3.25, 0.25)]
        );
        var seconds = timer.MeasureSeconds(() => Sweeper.Run(grid, [series]));
        var target = grid.Count * SweepCandles / SweepTargetSeconds;
        return BenchmarkResult.AtLeast("sweep", (double)grid.Count * count / seconds, "candle-settings/s", target);
    }

    private static CandleSeries CreateSeries(int count) => RandomWalk.CreateSeries(Market, Timeframe.OneMinute, count, seed: 1);

    private static BacktestRequest CreateRequest(string name)
    {
        if (!StrategyCatalogue.TryFind(name, out var strategy, out var error))
            throw new InvalidOperationException(error);
        return new BacktestRequest
        {
            Strategy = strategy,
            Parameters = StrategyParameters.Defaults(strategy.Parameters),
            Symbols = [Market],
            Timeframe = Timeframe.OneMinute,
            Range = TimeRange.All,
        };
    }

    private double MeasureSeconds(CandleSeries series, string strategy, out int trades)
    {
        var request = CreateRequest(strategy);
        using var replay = new PairReplay();
        var seconds = timer.MeasureSeconds(() => replay.Run(series, request, request.InitialCash));
        trades = replay.Trades.Count;
        return seconds;
    }
}
