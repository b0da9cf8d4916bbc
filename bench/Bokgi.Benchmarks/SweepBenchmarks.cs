using BenchmarkDotNet.Attributes;
using Bokgi.Backtesting;
using Bokgi.Backtesting.Sweeps;
using Bokgi.Strategies;

namespace Bokgi.Benchmarks;

/// <summary>Sweeps of <c>volume_long_candle</c> over a random walk, with all figures for every setting.</summary>
[MemoryDiagnoser]
public class SweepBenchmarks
{
    // A year of five-minute bars.
    private const int YearOfBars = 105_120;

    private CandleSeries shortSeries = null!;
    private CandleSeries yearSeries = null!;
    private SweepGrid hundredSettings = null!;
    private SweepGrid tenThousandSettings = null!;

    [GlobalSetup]
    public void SetUp()
    {
        shortSeries = RandomWalk.CreateSeries(Symbol.Parse("BTC_KRW"), Timeframe.Parse("5M"), 100_000, seed: 2);
        yearSeries = RandomWalk.CreateSeries(Symbol.Parse("BTC_KRW"), Timeframe.Parse("5M"), YearOfBars, seed: 3);
        hundredSettings = new SweepGrid(
            CreateRequest(),
            [
                new SweepAxis("vol_ma_window", [5, 10, 20, 30, 60]),
                new SweepAxis("vol_multiplier", [1.2, 1.5, 2, 3]),
                new SweepAxis("body_pct", [0.005, 0.01, 0.015, 0.02, 0.03]),
            ]
        );
        tenThousandSettings = new SweepGrid(
            CreateRequest(),
            [
                SweepAxis.FromRange("vol_ma_window", 5, 50, 5),
                SweepAxis.FromRange("vol_multiplier", 1.1, 2.9, 0.2),
                SweepAxis.FromRange("body_pct", 0.003, 0.03, 0.003),
                SweepAxis.FromRange("hold_period_bars", 1, 10, 1),
            ]
        );
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        shortSeries.Dispose();
        yearSeries.Dispose();
    }

    [Benchmark]
    public int HundredSettingsOf100000BarsOnOneThread() => Sweeper.Run(hundredSettings, [shortSeries]).Settings;

    [Benchmark]
    public int TenThousandSettingsOf105120BarsOnTwoThreads() => Sweeper.Run(tenThousandSettings, [yearSeries], threads: 2).Settings;

    [Benchmark]
    public long TenThousandSettingsIntoASink()
    {
        var trades = 0L;
        Sweeper.Run(tenThousandSettings, [yearSeries], (_, _, figures) => Interlocked.Add(ref trades, figures.Trades), threads: 2);
        return trades;
    }

    private static BacktestRequest CreateRequest()
    {
        StrategyCatalogue.TryFind("volume_long_candle", out var strategy, out _);
        return new BacktestRequest
        {
            Strategy = strategy,
            Parameters = StrategyParameters.Defaults(strategy.Parameters),
            Symbols = [],
            Timeframe = Timeframe.Parse("5M"),
            Range = TimeRange.All,
        };
    }
}
