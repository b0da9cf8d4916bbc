namespace Bokgi.Host.Collection;

/// <summary>The time to collect. With nothing given: from the first stored bar on.</summary>
/// <param name="StartUtc">First open time; null when not given.</param>
/// <param name="EndUtc">End of the open times, exclusive; null for now.</param>
/// <param name="Days">The number of days before now; null when not given.</param>
internal sealed record RequestedSpan(long? StartUtc, long? EndUtc, int? Days)
{
    /// <summary>
    /// The number of bars to collect for a series without stored bars, if no start is given: a month of minutes, five years of hours.
    /// </summary>
    public const int FirstBars = 43_200;

    // No market is older than that.
    private static readonly long OldestUtc = UnixTime.FromDateTime(new DateTime(2009, 1, 1, 0, 0, 0, DateTimeKind.Utc));

    /// <summary>The range of open times for a series; its end may be open (<see cref="long.MaxValue"/>).</summary>
    public TimeRange RangeOf(Timeframe timeframe, long? firstUtc, long nowUtc)
    {
        var end = EndUtc ?? long.MaxValue;
        var last = Math.Min(end, nowUtc);
        var start =
            StartUtc
            ?? nowUtc - (Days * UnixTime.MicrosecondsPerDay)
            ?? (firstUtc is { } first && first < end ? first : last - (FirstBars * timeframe.NominalMicroseconds));
        return new TimeRange(Math.Max(start, OldestUtc), end);
    }
}
