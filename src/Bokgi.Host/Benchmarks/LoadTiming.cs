using Bokgi.MarketData.Lake.Synthetic;

namespace Bokgi.Host.Benchmarks;

/// <summary>Measures how many rows of minute candles per second the lake loads as series.</summary>
internal static class LoadTiming
{
    private const int MinutesPerDay = 1_440;
    private const int MaximumDays = 292; // 1.26 million rows in three files
    private const double TargetRows = 1_260_000; // to be loaded within TargetSeconds
    private const double TargetSeconds = 0.030;
    private const int Threads = 2;

    private static readonly DateOnly End = new(2023, 12, 1);
    private static readonly Symbol[] Markets = [.. new[] { "BTC_KRW", "ETH_KRW", "XRP_KRW" }.Select(Symbol.Parse)];

    public static BenchmarkResult Measure(MedianTimer timer, int candles, string folder)
    {
        var lake = new CandleLake(folder);
        var days = Math.Clamp(candles / MinutesPerDay, 1, MaximumDays);
        CandleGenerator.Generate(lake, new GenerationOptions(End, Markets, Days: days, MinuteDays: days));

        var options = new ParallelOptions { MaxDegreeOfParallelism = Threads };
        var counts = new int[Markets.Length];
        var seconds = timer.MeasureSeconds(() => Parallel.For(0, counts.Length, options, i => counts[i] = Load(lake, Markets[i])));
        return BenchmarkResult.AtLeast("load_1m", counts.Sum() / seconds, "rows/s", TargetRows / TargetSeconds);
    }

    private static int Load(CandleLake lake, Symbol symbol)
    {
        using var series = lake.LoadSeries(symbol, Timeframe.OneMinute, TimeRange.All);
        return series.Count;
    }
}
