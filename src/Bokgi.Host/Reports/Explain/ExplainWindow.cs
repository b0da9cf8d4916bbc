namespace Bokgi.Host.Reports.Explain;

/// <summary>Which bars to explain, at most <c>Limit</c>: those up to the bar that contains a time, or else those of a range.</summary>
internal sealed record ExplainWindow(long? AtUtc, TimeRange Range, int Limit)
{
    /// <returns>The first bar, the bar after the last, and whether there is no bar at the requested time.</returns>
    public (int From, int To, bool IsAtMissing) Find(CandleSeries candles)
    {
        if (AtUtc is not { } at)
        {
            var from = candles.FirstIndexAtOrAfter(Range.StartUtc);
            return (from, Math.Min(Math.Max(from, candles.FirstIndexAtOrAfter(Range.EndUtc)), from + Limit), false);
        }

        if (candles.Count == 0 || at < candles.Times[0] || at >= candles.Timeframe.EndOf(candles.Times[^1]))
            throw InvalidInputException.ForField(
                "at",
                candles.Count == 0
                    ? "the candles of the run are no longer stored; import them again"
                    : $"at {UnixTime.Format(at)} lies outside the run's candles; give a time from {UnixTime.Format(candles.Times[0])} up to {UnixTime.Format(candles.Timeframe.EndOf(candles.Times[^1]))}"
            );
        var to = candles.FirstIndexAtOrAfter(at + 1);
        return (Math.Max(0, to - Limit), to, at >= candles.Timeframe.EndOf(candles.Times[to - 1]));
    }
}
