using BenchmarkDotNet.Attributes;
using Bokgi.MarketData.Lake;

namespace Bokgi.Benchmarks;

/// <summary>Loads candles that the lake itself wrote: five symbols with 252,000 one-minute candles each.</summary>
[MemoryDiagnoser]
public class LakeBenchmarks
{
    private const int Bars = 252_000;
    private const long StartUtc = 1_704_067_200_000_000; // 2024-01-01 in microseconds

    private static readonly Symbol[] Symbols = [.. new[] { "BTC_KRW", "DOGE_KRW", "ETH_KRW", "SOL_KRW", "XRP_KRW" }.Select(Symbol.Parse)];

    private string root = string.Empty;
    private CandleLake lake = new("."); // a placeholder until WriteLake

    [GlobalSetup]
    public void WriteLake()
    {
        root = Directory.CreateTempSubdirectory("bokgi-bench-").FullName;
        lake = new CandleLake(root);
        for (var i = 0; i < Symbols.Length; i++)
        {
            using var rows = CreateMinuteCandles(new Random(i));
            lake.Write(Symbols[i], Timeframe.OneMinute, rows);
        }
    }

    [GlobalCleanup]
    public void DeleteLake() => Directory.Delete(root, recursive: true);

    /// <summary>Loads all five symbols as one batch: 1,260,000 rows ordered by time, then symbol.</summary>
    [Benchmark]
    public int Load()
    {
        using var batch = lake.Load(Symbols, Timeframe.OneMinute, TimeRange.All);
        return batch.Count;
    }

    [Benchmark(OperationsPerInvoke = Bars)]
    public int LoadSeriesPerCandle()
    {
        using var series = lake.LoadSeries(Symbols[0], Timeframe.OneMinute, TimeRange.All);
        return series.Count;
    }

    /// <summary>Loads a series as a backtest does, which also detects gaps and price jumps.</summary>
    [Benchmark(OperationsPerInvoke = Bars)]
    public int LoadSeriesOfARunPerCandle()
    {
        using var series = lake.LoadSeries(
            Symbols[0],
            Timeframe.OneMinute,
            TimeRange.All,
            warmupBars: 0,
            jumpThreshold: 0.3,
            out var continuity
        );
        return series.Count + continuity.Jumps;
    }

    [Benchmark]
    public int LoadSeriesOfOneDay()
    {
        var day = new TimeRange(StartUtc + (100 * UnixTime.MicrosecondsPerDay), StartUtc + (101 * UnixTime.MicrosecondsPerDay));
        using var series = lake.LoadSeries(Symbols[0], Timeframe.OneMinute, day);
        return series.Count;
    }

    // Prices are multiples of 1,000 won and volumes have eight decimals, so that the files compress as well as real candles do.
    private static CandleColumns CreateMinuteCandles(Random random)
    {
        var rows = new CandleColumns(Bars);
        var price = 50_000_000.0;
        for (var i = 0; i < Bars; i++)
        {
            var close = Math.Round(price * (1 + ((random.NextDouble() - 0.5) * 0.002)) / 1_000) * 1_000;
            var high = Math.Max(price, close) + (random.Next(20) * 1_000);
            var low = Math.Min(price, close) - (random.Next(20) * 1_000);
            rows.Add(new Candle(StartUtc + (i * 60_000_000L), price, high, low, close, Math.Round(random.NextDouble() * 10, 8)));
            price = close;
        }

        return rows;
    }
}
