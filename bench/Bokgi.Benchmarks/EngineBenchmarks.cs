using BenchmarkDotNet.Attributes;
using Bokgi.Backtesting;
using Bokgi.Kernels;
using Bokgi.Strategies;

namespace Bokgi.Benchmarks;

/// <summary>
/// Cost per candle of a strategy over a random walk of a million candles: finding signals at every SIMD width, and a whole replay with
/// account and figures.
/// </summary>
[MemoryDiagnoser]
public class EngineBenchmarks
{
    private const int Candles = 1_000_000;
    private const int BlockBars = 4_096; // bars per call of the scan

    private readonly ulong[] signals = new ulong[BlockBars / 64]; // one bit per bar
    private CandleSeries series = null!;
    private BacktestRequest request = null!;
    private PairReplay replay = null!;

    // The strategy's name without its prefix volume_, and its window in bars. Short, because the result table truncates long values.
    [Params("long_candle 20", "zone_breakout 10", "zone_breakout 60")]
    public string StrategyAndWindow { get; set; } = string.Empty;

    [GlobalSetup]
    public void SetUp()
    {
        series = RandomWalk.CreateSeries(Symbol.Parse("BTC_KRW"), Timeframe.OneMinute, Candles, seed: 1);
        var parts = StrategyAndWindow.Split(' ');
        StrategyCatalogue.TryFind($"volume_{parts[0]}", out var strategy, out _);
        var window = strategy.Parameters.Single(parameter => parameter.Name.Contains("window", StringComparison.Ordinal)).Name;
        request = new BacktestRequest
        {
            Strategy = strategy,
            Parameters = StrategyParameters.Defaults(strategy.Parameters).With(window, double.Parse(parts[1])),
            Symbols = [series.Symbol],
            Timeframe = series.Timeframe,
            Range = TimeRange.All,
        };
        replay = new PairReplay();
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        replay.Dispose();
        series.Dispose();
    }

    [Benchmark(OperationsPerInvoke = Candles)]
    public ulong SignalsInEightLanes() => Scan(LaneWidth.Eight);

    [Benchmark(OperationsPerInvoke = Candles)]
    public ulong SignalsInFourLanes() => Scan(LaneWidth.Four);

    [Benchmark(OperationsPerInvoke = Candles)]
    public ulong SignalsInOneLane() => Scan(LaneWidth.One);

    [Benchmark(OperationsPerInvoke = Candles)]
    public int Replay() => replay.Run(series, request, request.InitialCash)!.Trades;

    private ulong Scan(LaneWidth width)
    {
        var checksum = 0UL;
        using var scan = request.Strategy.CreateScan(request.Parameters, request.Timeframe, width);
        for (var from = 0; from < series.Count; from += BlockBars)
        {
            scan.Find(series, from, Math.Min(series.Count, from + BlockBars), signals);
            foreach (var word in signals)
                checksum ^= word;
        }

        return checksum;
    }
}
