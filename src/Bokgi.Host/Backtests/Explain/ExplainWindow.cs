using Bokgi.Host.Platform.Errors;
using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.Host.Backtests.Explain;

/// <summary>Which bars are to be explained.</summary>
/// <param name="AtUtc">The last of them is the one that holds this time; null when a range is meant.</param>
/// <param name="Range">The range that is meant.</param>
/// <param name="Limit">How many bars at most.</param>
internal sealed record ExplainWindow(long? AtUtc, TimeRange Range, int Limit)
{
    /// <summary>Finds the bars.</summary>
    /// <returns>The first one, the one behind the last, and whether there is none at the time that was asked for.</returns>
    /// <exception cref="RefusedInputException">The time lies outside the candles.</exception>
    public (int From, int To, bool IsAtMissing) Find(CandleSeries candles)
    {
        if (AtUtc is not { } at)
        {
            var from = candles.IndexOf(Range.StartUtc);
            return (from, Math.Min(Math.Max(from, candles.IndexOf(Range.EndUtc)), from + Limit), false);
        }

        if (candles.Count == 0 || at < candles.Times[0] || at >= candles.Timeframe.EndOf(candles.Times[^1]))
            throw RefusedInputException.Of(
                "at",
                candles.Count == 0
                    ? "the candles of the run are gone; import them again"
                    : $"at {UnixTime.Format(at)} lies outside the run's candles; give a time from {UnixTime.Format(candles.Times[0])} up to {UnixTime.Format(candles.Timeframe.EndOf(candles.Times[^1]))}"
            );
        var to = candles.IndexOf(at + 1);
        return (Math.Max(0, to - Limit), to, at >= candles.Timeframe.EndOf(candles.Times[to - 1]));
    }
}
