namespace Bokgi.Host.Collection;

/// <summary>What is to be collected, after it was checked.</summary>
/// <param name="Series">At least one.</param>
/// <param name="Wish">Which time.</param>
internal sealed record CollectionPlan(IReadOnlyList<CollectionSeries> Series, RequestedSpan Wish);
