using System.Runtime.ExceptionServices;
using Bokgi.Performance;
using Bokgi.Series;

namespace Bokgi.Backtesting.Sweeps;

/// <summary>Replays series under every setting of a grid. The result is bit-for-bit the same for any number of threads.</summary>
public static class Sweeper
{
    // A unit of work has enough settings to share computations, and few enough that all threads finish at about the same time.
    private const int SettingsPerUnit = 256;
    private const int UnitsPerThread = 4;

    /// <summary>Runs a sweep and keeps all figures: about 3 KB per setting and series.</summary>
    /// <param name="grid">The settings.</param>
    /// <param name="series">The candles, each symbol once; those before the range are warm-up. The caller keeps ownership.</param>
    /// <param name="threads">Number of threads, at least 1.</param>
    /// <param name="cancel">Checked at every setting.</param>
    /// <returns>The figures. The series that have candles in the range share the cash equally.</returns>
    /// <exception cref="ArgumentException">There is no series.</exception>
    public static SweepReport Run(SweepGrid grid, IReadOnlyList<CandleSeries> series, int threads = 1, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(grid);
        return Run(grid, series, threads, UnitSize(grid, threads), cancel);
    }

    /// <summary>Runs a sweep without keeping results, so that memory does not grow with the grid.</summary>
    /// <param name="grid">The settings.</param>
    /// <param name="series">The candles, each symbol once; those before the range are warm-up. The caller keeps ownership.</param>
    /// <param name="sink">Receives the figures.</param>
    /// <param name="threads">Number of threads, at least 1.</param>
    /// <param name="cancel">Checked at every setting.</param>
    /// <exception cref="ArgumentException">There is no series.</exception>
    public static void Run(
        SweepGrid grid,
        IReadOnlyList<CandleSeries> series,
        SweepSink sink,
        int threads = 1,
        CancellationToken cancel = default
    )
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(sink);
        Run(grid, series, sink, threads, UnitSize(grid, threads), cancel);
    }

    /// <summary>
    /// Runs a sweep in units of <paramref name="settingsPerUnit"/> settings of one series; each free thread takes the next unit.
    /// </summary>
    internal static SweepReport Run(
        SweepGrid grid,
        IReadOnlyList<CandleSeries> series,
        int threads,
        int settingsPerUnit,
        CancellationToken cancel
    )
    {
        ArgumentNullException.ThrowIfNull(series);
        var figures = new PerformanceReport?[checked(grid.Count * series.Count)];
        Run(
            grid,
            series,
            (setting, seriesIndex, report) => figures[(setting * series.Count) + seriesIndex] = report,
            threads,
            settingsPerUnit,
            cancel
        );
        return new SweepReport(figures, series.Count);
    }

    private static int UnitSize(SweepGrid grid, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var share = (grid.Count + (UnitsPerThread * threads) - 1) / (UnitsPerThread * threads);
        return threads == 1 ? SettingsPerUnit : Math.Clamp(share, 1, SettingsPerUnit);
    }

    private static void Run(
        SweepGrid grid,
        IReadOnlyList<CandleSeries> series,
        SweepSink sink,
        int threads,
        int settingsPerUnit,
        CancellationToken cancel
    )
    {
        ArgumentNullException.ThrowIfNull(series);
        if (series.Count == 0)
            throw new ArgumentException("a sweep needs at least one series", nameof(series));

        var seriesWithCandles = series.Count(candles => candles.FirstIndexAtOrAfter(grid.Request.Range.StartUtc) < candles.Count);
        var cashPerSeries = grid.Request.InitialCash / Math.Max(1, seriesWithCandles);
        var unitsPerSeries = (grid.Count + settingsPerUnit - 1) / settingsPerUnit;
        var units = checked(unitsPerSeries * series.Count);
        var lastTakenUnit = -1;
        if (threads == 1)
            Work();
        else
            RunInParallel(Math.Min(threads, units), Work);

        void Work()
        {
            using var worker = new SweepWorker(grid, cashPerSeries);
            for (var unit = Interlocked.Increment(ref lastTakenUnit); unit < units; unit = Interlocked.Increment(ref lastTakenUnit))
            {
                var (seriesIndex, unitInSeries) = (unit / unitsPerSeries, unit % unitsPerSeries);
                var to = (int)Math.Min(grid.Count, (unitInSeries + 1L) * settingsPerUnit);
                worker.Run(
                    series[seriesIndex],
                    unitInSeries * settingsPerUnit,
                    to,
                    (setting, figures) => sink(setting, seriesIndex, figures),
                    cancel
                );
            }
        }
    }

    private static void RunInParallel(int workers, Action work)
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
