namespace Bokgi.Host.Collection;

/// <summary>The time to collect, up to now or an exclusive end. With nothing given: from the first stored bar on.</summary>
internal sealed record RequestedSpan(long? StartUtc, long? EndUtc, int? Days)
{
    /// <summary>Bars to collect for a series without stored ones, if no start is given: a month of minutes, five years of hours.</summary>
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
