namespace Bokgi.Host.Reports.Explain;

/// <summary>
/// Which bars to explain, at most <c>Limit</c>: with <c>AtUtc</c>, the last ones up to and including the bar that contains it; without it,
/// the first ones of <c>Range</c>.
/// </summary>
internal sealed record ExplainWindow(long? AtUtc, TimeRange Range, int Limit)
{
    /// <returns>The index of the first bar, the index after the last one, and whether no bar contains the requested time.</returns>
    public (int From, int To, bool IsBarMissing) Find(CandleSeries candles)
    {
        if (AtUtc is not { } at)
        {
            var from = candles.FirstIndexAtOrAfter(Range.StartUtc);
            var end = Math.Max(from, candles.FirstIndexAtOrAfter(Range.EndUtc)); // the range may end before it starts
            return (from, Math.Min(end, from + Limit), IsBarMissing: false);
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
