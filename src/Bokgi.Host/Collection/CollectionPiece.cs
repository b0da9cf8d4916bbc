using Bokgi.Markets;

namespace Bokgi.Host.Collection;

/// <summary>A stretch of a series that is collected at once. What is stored and known by then is not asked for, so it may be done again.</summary>
/// <param name="Series">The series.</param>
/// <param name="Span">Open times, UTC.</param>
/// <param name="Again">A stored bar of the span that is asked for nevertheless: another program may have stored it while it was forming.</param>
/// <param name="Bars">How many bars there were to ask for when it was cut.</param>
internal sealed record CollectionPiece(CollectionSeries Series, TimeRange Span, long? Again, long Bars)
{
    /// <summary>What of it there can be at a time by this machine's clock, the forming bar included; a stored bar tells when the clock goes after.</summary>
    public TimeRange Begun(long nowUtc) =>
        Span with
        {
            EndUtc = Math.Min(Span.EndUtc, Series.Timeframe.EndOf(Series.Timeframe.OpenOf(Math.Max(nowUtc, Again ?? nowUtc)))),
        };
}
