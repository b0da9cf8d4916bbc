using System.Collections.Concurrent;
using Bokgi.Host.Runs.Requests;

namespace Bokgi.Host.Backtests.Queued;

/// <summary>Estimates how long runs take on this machine, including storing them: first a cautious guess, then learned from runs.</summary>
internal sealed class RunTimeEstimate(CandleLake lake)
{
    private const double FirstGuess = 500;
    private const double Weight = 0.3;

    // Shorter runs measure the startup rather than the work.
    private const long LeastBars = 500_000;

    private readonly ConcurrentDictionary<string, double> nanoseconds = new(StringComparer.Ordinal);

    /// <summary>Nanoseconds per bar.</summary>
    public double PerBar(string strategy) => nanoseconds.GetValueOrDefault(strategy, FirstGuess);

    public TimeSpan Estimate(BacktestPlan plan, CancellationToken cancel)
    {
        var request = plan.Request;
        var bars = request.Symbols.Sum(symbol => lake.Outline(symbol, request.Timeframe, request.Range, cancel).Rows);
        return TimeSpan.FromMicroseconds(bars * PerBar(request.Strategy.Name) / 1_000);
    }

    public void Learn(string strategy, long bars, TimeSpan took)
    {
        if (bars < LeastBars)
            return;
        var measured = took.TotalNanoseconds / bars;
        nanoseconds.AddOrUpdate(strategy, measured, (_, known) => known + (Weight * (measured - known)));
    }
}
