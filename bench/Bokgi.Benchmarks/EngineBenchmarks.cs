using BenchmarkDotNet.Attributes;
using Bokgi.Backtesting;
using Bokgi.Markets;
using Bokgi.Series;
using Bokgi.Strategies;

namespace Bokgi.Benchmarks;

/// <summary>Signals and account together over a million candles of a random walk, per candle.</summary>
[MemoryDiagnoser]
public class EngineBenchmarks
{
    private const int Candles = 1_000_000;

    private CandleSeries series = null!;
    private BacktestRequest request = null!;
    private PairReplay replay = null!;

    [Params("volume_long_candle", "volume_zone_breakout")]
    public string Strategy { get; set; } = string.Empty;

    [GlobalSetup]
    public void SetUp()
    {
        series = RandomWalk.Series(Symbol.Parse("BTC_KRW"), Timeframe.OneMinute, Candles, seed: 1);
        StrategyCatalogue.TryFind(Strategy, out var strategy, out _);
        request = new BacktestRequest
        {
            Strategy = strategy,
            Parameters = StrategyParameters.Defaults(strategy.Parameters),
            Symbols = [series.Symbol],
            Timeframe = series.Timeframe,
            Range = TimeRange.All,
        };
        replay = new PairReplay();
        replay.Run(series, request, request.InitialCash);
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        replay.Dispose();
        series.Dispose();
    }

    [Benchmark(OperationsPerInvoke = Candles)]
    public int Replay() => replay.Run(series, request, request.InitialCash)!.Trades;
}
