namespace Bokgi.Host.Collection;

/// <summary>The result of a collection.</summary>
/// <param name="Series">The result of each requested series.</param>
/// <param name="Added">Bars that were not stored before.</param>
/// <param name="Corrected">Stored bars that were replaced because the exchange now reports different values.</param>
/// <param name="Failed">The number of series that could not be collected.</param>
internal sealed record CollectionOutcome(IReadOnlyList<SeriesOutcome> Series, long Added, long Corrected, int Failed)
{
    public static CollectionOutcome Of(IReadOnlyList<SeriesOutcome> series) =>
        new(series, series.Sum(each => each.Added), series.Sum(each => each.Corrected), series.Count(each => each.Trouble is not null));
}
