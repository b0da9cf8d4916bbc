namespace Bokgi.Host.Reports.Explain;

/// <summary>
/// Which bars to explain, at most <c>Limit</c>. If <c>AtUtc</c> is given: the bar that contains this time, and the bars before it. Otherwise:
/// the first bars of <c>Range</c>.
/// </summary>
internal sealed record ExplainWindow(long? AtUtc, TimeRange Range, int Limit)
{
    /// <summary>Finds the bars to explain among the run's candles.</summary>
    /// <returns>The index of the first bar, the index after the last one, and whether no bar contains <c>AtUtc</c>.</returns>
    /// <exception cref="InvalidInputException"><c>AtUtc</c> is before the first candle or after the last, or there are no candles.</exception>
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
