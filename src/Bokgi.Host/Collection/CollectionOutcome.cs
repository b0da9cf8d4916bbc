namespace Bokgi.Host.Collection;

/// <summary>What came of a collection.</summary>
/// <param name="Series">Each series, as it was asked for.</param>
/// <param name="Added">Bars that were not there before.</param>
/// <param name="Corrected">Stored bars that the exchange tells differently now.</param>
/// <param name="Failed">How many series could not be collected.</param>
internal sealed record CollectionOutcome(IReadOnlyList<SeriesOutcome> Series, long Added, long Corrected, int Failed)
{
    public static CollectionOutcome Of(IReadOnlyList<SeriesOutcome> series) =>
        new(series, series.Sum(each => each.Added), series.Sum(each => each.Corrected), series.Count(each => each.Trouble is not null));
}
