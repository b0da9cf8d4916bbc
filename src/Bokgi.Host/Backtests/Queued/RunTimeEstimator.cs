using System.Collections.Concurrent;
using Bokgi.Host.Runs.Requests;

namespace Bokgi.Host.Backtests.Queued;

/// <summary>
/// Estimates how long runs take on this machine, including the time to store them. Starts with a cautious guess and learns from each run.
/// </summary>
internal sealed class RunTimeEstimator(CandleLake lake)
{
    private const double InitialNanosecondsPerBar = 500;
    private const double NewMeasurementWeight = 0.3;

    // Shorter runs measure the startup rather than the work.
    private const long MinimumBars = 500_000;

    private readonly ConcurrentDictionary<string, double> nanosecondsPerBar = new(StringComparer.Ordinal);

    /// <summary>The current estimate for a strategy.</summary>
    public double NanosecondsPerBar(string strategy) => nanosecondsPerBar.GetValueOrDefault(strategy, InitialNanosecondsPerBar);

    public TimeSpan Estimate(BacktestPlan plan, CancellationToken cancel)
    {
        var request = plan.Request;
        var bars = request.Symbols.Sum(symbol => lake.Outline(symbol, request.Timeframe, request.Range, cancel).Rows);
        return TimeSpan.FromMicroseconds(bars * NanosecondsPerBar(request.Strategy.Name) / 1_000);
    }

    public void Learn(string strategy, long bars, TimeSpan elapsed)
    {
        if (bars < MinimumBars)
            return;
        var measured = elapsed.TotalNanoseconds / bars;
        nanosecondsPerBar.AddOrUpdate(strategy, measured, (_, previous) => previous + (NewMeasurementWeight * (measured - previous)));
    }
}
