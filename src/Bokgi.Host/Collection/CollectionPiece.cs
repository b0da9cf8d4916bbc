using System.Text.Json.Serialization;

namespace Bokgi.Host.Collection;

/// <summary>A time range of a series, collected in one go. It may be repeated: bars that are already known are not requested.</summary>
// Again: a stored bar in the span that is requested again, because another program may have stored it while it was forming.
// Bars: the number of bars to request as of the time when the piece was cut.
internal sealed record CollectionPiece(CollectionSeries Series, long StartUtc, long EndUtc, long? Again, long Bars)
{
    [JsonIgnore]
    public TimeRange Span => new(StartUtc, EndUtc);

    /// <summary>
    /// The part of the span that has begun, including the forming bar. If the stored bar <c>Again</c> is later than the given time, the
    /// clock is behind, and the time of that bar is used instead.
    /// </summary>
    public TimeRange BegunSpan(long nowUtc) =>
        Span with
        {
            EndUtc = Math.Min(EndUtc, Series.Timeframe.EndOf(Series.Timeframe.OpenOf(Math.Max(nowUtc, Again ?? nowUtc)))),
        };
}
