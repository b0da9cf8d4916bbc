using System.Text.Json.Serialization;

namespace Bokgi.Host.Collection;

/// <summary>
/// A time range of a series that is collected in one go. Bars that are already stored or known to be absent are not requested, so it may be
/// repeated.
/// </summary>
/// <param name="Series">The series.</param>
/// <param name="StartUtc">The earliest open time.</param>
/// <param name="EndUtc">The end of the open times, exclusive.</param>
/// <param name="Again">
/// A stored bar in the span that is requested again, because another program may have stored it while it was forming.
/// </param>
/// <param name="Bars">The number of bars to request as of the time when the piece was cut.</param>
internal sealed record CollectionPiece(CollectionSeries Series, long StartUtc, long EndUtc, long? Again, long Bars)
{
    [JsonIgnore]
    public TimeRange Span => new(StartUtc, EndUtc);

    /// <summary>
    /// The part of the span that has begun by this machine's clock, including the forming bar; if the clock is behind, a stored bar proves
    /// a later time.
    /// </summary>
    public TimeRange Begun(long nowUtc) =>
        Span with
        {
            EndUtc = Math.Min(EndUtc, Series.Timeframe.EndOf(Series.Timeframe.OpenOf(Math.Max(nowUtc, Again ?? nowUtc)))),
        };
}
