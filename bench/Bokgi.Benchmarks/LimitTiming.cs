using System.Diagnostics;
using Bokgi.Backtesting;
using Bokgi.Markets;
using Bokgi.Series;
using Bokgi.Strategies;

namespace Bokgi.Benchmarks;

/// <summary>The engine's side of bench/limit: prints "name nanoseconds-per-candle signals" as limit.c does, over the same candles.</summary>
internal static class LimitTiming
{
    private const int Candles = 1_000_000;
    private const int SweepCandles = 100_000;
    private const int Runs = 9;

    private static readonly Symbol Market = Symbol.Parse("BTC_KRW");

    public static int Run()
    {
        using var series = RandomWalk.Series(Market, Timeframe.OneMinute, Candles, seed: 1);
        using var small = RandomWalk.Series(Market, Timeframe.OneMinute, SweepCandles, seed: 1);
        Console.WriteLine($"checksum {Checksum(series)} 0");
        Print("volume_long_candle", series, [Request("volume_long_candle")]);
        Print("volume_zone_breakout_10", series, [Request("volume_zone_breakout", ("volume_window", 10))]);
        Print("volume_zone_breakout_60", series, [Request("volume_zone_breakout", ("volume_window", 60))]);
        var grid =
            from window in Enumerable.Range(1, 10)
            from step in Enumerable.Range(0, 10)
            select Request("volume_long_candle", ("vol_ma_window", window * 5), ("vol_multiplier", 1 + (step * 0.25)));
        Print("sweep", small, [.. grid]);
        return 0;
    }

    private static BacktestRequest Request(string name, params (string Name, double Value)[] values)
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

    private static void Print(string name, CandleSeries series, BacktestRequest[] requests)
    {
        using var replay = new PairReplay();
        var times = new double[Runs];
        var signals = 0;
        for (var run = -3; run < Runs; run++)
        {
            var start = Stopwatch.GetTimestamp();
            signals = requests.Sum(request => replay.Run(series, request, request.InitialCash)!.Signals);
            if (run >= 0)
                times[run] = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
        }

        Array.Sort(times);
        Console.WriteLine(FormattableString.Invariant($"{name} {times[Runs / 2] / series.Count / requests.Length:0.0000} {signals}"));
    }

    private static ulong Checksum(CandleSeries series)
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
