using System.Collections.Concurrent;
using Bokgi.Host.Backtests.Requests;
using Bokgi.MarketData.Lake;

namespace Bokgi.Host.Backtests.Queued;

/// <summary>How long runs take on this machine, storing included: learnt from those that were made, from a careful guess until then.</summary>
internal sealed class WorkRate(CandleLake lake)
{
    private const double FirstGuess = 500;
    private const double Weight = 0.3;

    // Shorter ones tell of the start rather than of the work.
    private const long LeastBars = 500_000;

    private readonly ConcurrentDictionary<string, double> nanoseconds = new(StringComparer.Ordinal);

    /// <summary>Nanoseconds that a bar takes.</summary>
    public double PerBar(string strategy) => nanoseconds.GetValueOrDefault(strategy, FirstGuess);

    /// <summary>About how long a run takes.</summary>
    public TimeSpan Estimate(BacktestPlan plan, CancellationToken cancel)
    {
        var request = plan.Request;
        var bars = request.Symbols.Sum(symbol => lake.Outline(symbol, request.Timeframe, request.Range, cancel).Rows);
        return TimeSpan.FromMicroseconds(bars * PerBar(request.Strategy.Name) / 1_000);
    }

    /// <summary>Takes a run, or a piece of one, into account.</summary>
    public void Learn(string strategy, long bars, TimeSpan took)
    {
        if (bars < LeastBars)
            return;
        var measured = took.TotalNanoseconds / bars;
        nanoseconds.AddOrUpdate(strategy, measured, (_, known) => known + (Weight * (measured - known)));
    }
}
