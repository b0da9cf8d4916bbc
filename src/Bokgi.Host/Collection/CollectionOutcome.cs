namespace Bokgi.Host.Collection;

/// <summary>The result of a collection, and the number of series that failed.</summary>
internal sealed record CollectionOutcome(IReadOnlyList<SeriesOutcome> Series, long Added, long Corrected, int Failed)
{
    public static CollectionOutcome Of(IReadOnlyList<SeriesOutcome> series) =>
        new(series, series.Sum(each => each.Added), series.Sum(each => each.Corrected), series.Count(each => each.Trouble is not null));
}
