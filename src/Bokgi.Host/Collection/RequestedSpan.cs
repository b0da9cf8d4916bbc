namespace Bokgi.Host.Collection;

/// <summary>The time range to collect. If all values are null, everything from the first stored bar on is collected.</summary>
/// <param name="StartUtc">Open time of the first bar, UTC microseconds; null if no start is requested.</param>
/// <param name="EndUtc">Exclusive end, UTC microseconds; null to collect up to now.</param>
/// <param name="Days">Number of days before now, instead of a start; null if none is requested.</param>
internal sealed record RequestedSpan(long? StartUtc, long? EndUtc, int? Days)
{
    /// <summary>
    /// Number of bars to collect if no start is requested and no bar is stored: a month of minute bars, or five years of hourly bars.
    /// </summary>
    public const int DefaultBars = 43_200;

    // No market is older than this.
    private static readonly long OldestUtc = UnixTime.FromDateTime(new DateTime(2009, 1, 1, 0, 0, 0, DateTimeKind.Utc));

    /// <summary>The range of open times for a series; without a requested end, it ends at <see cref="long.MaxValue"/>.</summary>
    /// <param name="timeframe">The timeframe of the series.</param>
    /// <param name="firstUtc">Open time of the first stored bar, UTC microseconds; null if there is none.</param>
    /// <param name="nowUtc">The current time, UTC microseconds.</param>
    public TimeRange RangeOf(Timeframe timeframe, long? firstUtc, long nowUtc)
    {
        var end = EndUtc ?? long.MaxValue;
        var endOrNow = Math.Min(end, nowUtc);
        var start =
            StartUtc
            ?? nowUtc - (Days * UnixTime.MicrosecondsPerDay)
            ?? (firstUtc is { } first && first < end ? first : endOrNow - (DefaultBars * timeframe.NominalMicroseconds));
        return new TimeRange(Math.Max(start, OldestUtc), end);
    }
}
