namespace Bokgi.Markets;

/// <summary>A half-open interval of bar open times: it includes <see cref="StartUtc"/> and excludes <see cref="EndUtc"/>.</summary>
/// <param name="StartUtc">First instant, microseconds since the Unix epoch, UTC.</param>
/// <param name="EndUtc">First instant after the range, microseconds since the Unix epoch, UTC.</param>
public readonly record struct TimeRange(long StartUtc, long EndUtc)
{
    /// <summary>The range of all instants.</summary>
    public static TimeRange All { get; } = new(long.MinValue, long.MaxValue);

    /// <summary>Whether a bar that opens at <paramref name="timeUtc"/> belongs to the range.</summary>
    public bool Contains(long timeUtc) => timeUtc >= StartUtc && timeUtc < EndUtc;
}
