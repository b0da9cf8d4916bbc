using System.Runtime.ExceptionServices;
using Bokgi.Performance;
using Bokgi.Series;

namespace Bokgi.Backtesting.Sweeps;

/// <summary>Replays series under every setting of a grid. The result is the same bit for bit on any number of threads.</summary>
public static class Sweeper
{
    // Enough settings that what they have in common pays, few enough that threads end together.
    private const int SettingsPerUnit = 256;
    private const int UnitsPerThread = 4;

    /// <summary>Runs a sweep.</summary>
    /// <param name="grid">The settings.</param>
    /// <param name="series">The candles, each symbol once; those before the range are warm-up. The caller keeps them.</param>
    /// <param name="threads">How many threads work, at least 1.</param>
    /// <param name="cancel">Asked at every setting.</param>
    /// <returns>The figures; the cash is shared equally by the series that have candles in the range.</returns>
    /// <exception cref="ArgumentException">There is no series.</exception>
    public static SweepReport Run(SweepGrid grid, IReadOnlyList<CandleSeries> series, int threads = 1, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var unit = Math.Clamp((grid.Count + (UnitsPerThread * threads) - 1) / (UnitsPerThread * threads), 1, SettingsPerUnit);
        return Run(grid, series, threads, threads == 1 ? SettingsPerUnit : unit, cancel);
    }

    /// <summary>Runs a sweep in units of so many settings of one series; whoever is free takes the next.</summary>
    internal static SweepReport Run(SweepGrid grid, IReadOnlyList<CandleSeries> series, int threads, int unit, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(series);
        if (series.Count == 0)
            throw new ArgumentException("a sweep needs at least one series", nameof(series));

        var figures = new PerformanceReport?[checked(grid.Count * series.Count)];
        var pairs = series.Count(each => each.IndexOf(grid.Request.Range.StartUtc) < each.Count);
        var share = grid.Request.InitialCash / Math.Max(1, pairs);
        var unitsOfSeries = (grid.Count + unit - 1) / unit;
        var units = checked(unitsOfSeries * series.Count);
        var taken = -1;
        if (threads == 1)
            Work();
        else
            Share(Math.Min(threads, units), Work);
        return new SweepReport(figures, series.Count);

        void Work()
        {
            using var worker = new SweepWorker(grid, share);
            for (var next = Interlocked.Increment(ref taken); next < units; next = Interlocked.Increment(ref taken))
            {
                var (of, block) = (next / unitsOfSeries, next % unitsOfSeries);
                var to = (int)Math.Min(grid.Count, (block + 1L) * unit);
                worker.Run(series[of], block * unit, to, figures.AsSpan(), of, series.Count, cancel);
            }
        }
    }

    private static void Share(int workers, Action work)
    {
        try
        {
            Parallel.For(0, workers, new ParallelOptions { MaxDegreeOfParallelism = workers }, _ => work());
        }
        catch (AggregateException failures)
        {
            ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }
    }
}
