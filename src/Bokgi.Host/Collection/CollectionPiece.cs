using Bokgi.Markets;

namespace Bokgi.Host.Collection;

/// <summary>A stretch of a series that is collected at once. What is stored and known by then is not asked for, so it may be done again.</summary>
/// <param name="Series">The series.</param>
/// <param name="Span">Open times, UTC.</param>
/// <param name="Again">A stored bar of the span that is asked for nevertheless: another program may have stored it while it was forming.</param>
/// <param name="Bars">How many bars there were to ask for when it was cut.</param>
internal sealed record CollectionPiece(CollectionSeries Series, TimeRange Span, long? Again, long Bars);
