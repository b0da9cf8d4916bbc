namespace Bokgi.Host.Collection;

/// <summary>A checked request for a collection.</summary>
/// <param name="Series">At least one series.</param>
/// <param name="Wish">The requested time.</param>
internal sealed record CollectionPlan(IReadOnlyList<CollectionSeries> Series, RequestedSpan Wish);
