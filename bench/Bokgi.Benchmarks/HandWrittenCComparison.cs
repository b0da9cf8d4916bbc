using System.Diagnostics;
using Bokgi.Backtesting;
using Bokgi.Backtesting.Sweeps;
using Bokgi.Strategies;

namespace Bokgi.Benchmarks;

/// <summary>
/// The .NET half of bench/limit, which compares the engine with hand-written C to show how close the engine is to the limit of the
/// hardware. Measures the engine over the same candles as bench/limit/limit.c and prints lines of the same form:
/// <c>&lt;name&gt; &lt;nanoseconds per candle&gt; &lt;signals&gt;</c>.
/// </summary>
internal static class HandWrittenCComparison
{
    private const int Candles = 1_000_000;
    private const int SweepCandles = 100_000;
    private const int Runs = 9;
    private const int WarmUpRuns = 3;

    private static readonly Symbol Market = Symbol.Parse("BTC_KRW");

    public static int Run()
    {
        using var series = RandomWalk.CreateSeries(Market, Timeframe.OneMinute, Candles, seed: 1);
        using var sweepSeries = RandomWalk.CreateSeries(Market, Timeframe.OneMinute, SweepCandles, seed: 1);
        Console.WriteLine($"checksum {ComputeChecksum(series)} 0"); // proves that both programs use the same candles; 0 fills the third column
        using var replay = new PairReplay();
        foreach (
            var (name, request) in ((string, BacktestRequest)[])
                [
                    ("volume_long_candle", CreateRequest("volume_long_candle")),
                    ("volume_zone_breakout_10", CreateRequest("volume_zone_breakout", ("volume_window", 10))),
                    ("volume_zone_breakout_60", CreateRequest("volume_zone_breakout", ("volume_window", 60))),
                ]
        )
            Measure(name, Candles, () => replay.Run(series, request, request.InitialCash)!.Signals);
        var grid = new SweepGrid(
            CreateRequest("volume_long_candle"),
            [SweepAxis.FromRange("vol_ma_window", 5, 50, 5), SweepAxis.FromRange("vol_multiplier", 1, 3.25, 0.25)]
        );
        Measure("sweep", (double)SweepCandles * grid.Count, () => TotalSignals(Sweeper.Run(grid, [sweepSeries])));
        return 0;
    }

    private static BacktestRequest CreateRequest(string name, params (string Name, double Value)[] values)
    {
        StrategyCatalogue.TryFind(name, out var strategy, out _);
        var parameters = StrategyParameters.Defaults(strategy!.Parameters);
        foreach (var (parameter, value) in values)
            parameters = parameters.With(parameter, value);
        return new BacktestRequest
        {
            Strategy = strategy,
            Parameters = parameters,
            Symbols = [Market],
            Timeframe = Timeframe.OneMinute,
            Range = TimeRange.All,
        };
    }

    private static int TotalSignals(SweepReport report) => Enumerable.Range(0, report.Settings).Sum(setting => report[setting, 0]!.Signals);

    // In a sweep, each candle counts once per setting.
    private static void Measure(string name, double candlesProcessed, Func<int> run)
    {
        var times = new double[Runs];
        var signals = 0;
        for (var round = -WarmUpRuns; round < Runs; round++)
        {
            var start = Stopwatch.GetTimestamp();
            signals = run();
            if (round >= 0)
                times[round] = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
        }

        Array.Sort(times);
        Console.WriteLine(FormattableString.Invariant($"{name} {times[Runs / 2] / candlesProcessed:0.0000} {signals}"));
    }

    private static ulong ComputeChecksum(CandleSeries series)
    {
        ulong sum = 0;
        double[][] columns =
        [
            [.. series.Open],
            [.. series.High],
            [.. series.Low],
            [.. series.Close],
            [.. series.Volume],
        ];
        foreach (var column in columns)
        {
            foreach (var value in column)
                sum = unchecked((sum * 31) + BitConverter.DoubleToUInt64Bits(value));
        }

        return sum;
    }
}
