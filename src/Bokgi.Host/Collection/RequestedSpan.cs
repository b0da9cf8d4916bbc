using Bokgi.Markets;

namespace Bokgi.Host.Collection;

/// <summary>Which time is to be collected. Nothing given: from the first stored bar on.</summary>
/// <param name="StartUtc">First open time; null when it is not given.</param>
/// <param name="EndUtc">First open time after it; null for now.</param>
/// <param name="Days">So many days before now; null when they are not given.</param>
internal sealed record RequestedSpan(long? StartUtc, long? EndUtc, int? Days)
{
    /// <summary>So many bars of a series that has none, where no start is given: a month of minutes, five years of hours.</summary>
    public const int FirstBars = 43_200;

    // No market is older.
    private static readonly long OldestUtc = UnixTime.FromDateTime(new DateTime(2009, 1, 1, 0, 0, 0, DateTimeKind.Utc));

    /// <summary>The time that is meant for a series; its end may be open.</summary>
    /// <param name="timeframe">The length of the bars.</param>
    /// <param name="firstUtc">Open of the first stored bar; null without any.</param>
    /// <param name="nowUtc">The time.</param>
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
