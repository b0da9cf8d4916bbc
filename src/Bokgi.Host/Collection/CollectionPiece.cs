using System.Text.Json.Serialization;

namespace Bokgi.Host.Collection;

/// <summary>
/// A time range of a series that is collected as one unit of work. The work can be repeated: bars that are already known are not requested.
/// </summary>
/// <param name="Series">The series.</param>
/// <param name="StartUtc">Start of the range, UTC microseconds.</param>
/// <param name="EndUtc">Exclusive end of the range, UTC microseconds.</param>
/// <param name="Again">
/// Open time of a stored bar in the range that is requested again, because another program may have stored it while it was forming; null if
/// there is none.
/// </param>
/// <param name="Bars">Number of bars that had to be requested when the piece was cut.</param>
internal sealed record CollectionPiece(CollectionSeries Series, long StartUtc, long EndUtc, long? Again, long Bars)
{
    [JsonIgnore]
    public TimeRange Span => new(StartUtc, EndUtc);

    /// <summary>
    /// The part of the span that has begun, including the forming bar. If the stored bar <see cref="Again"/> opened after the given time,
    /// the clock that gave this time is behind, and the open time of that bar is used instead.
    /// </summary>
    public TimeRange StartedPart(long nowUtc)
    {
        var formingOpenUtc = Series.Timeframe.OpenOf(Math.Max(nowUtc, Again ?? nowUtc));
        return Span with { EndUtc = Math.Min(EndUtc, Series.Timeframe.EndOf(formingOpenUtc)) };
    }
}
