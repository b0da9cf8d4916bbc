namespace Bokgi.Host.Collection;

/// <summary>A series in the lake that was collected from an exchange, with the record of its collection.</summary>
internal sealed record CollectedSeries(CollectionSeries Series, CollectionRecord Record)
{
    public static IReadOnlyList<CollectedSeries> All(CandleLake lake) =>
        [
            .. Timeframe
                .All.SelectMany(timeframe => lake.Symbols(timeframe).Select(symbol => Of(lake, symbol, timeframe)))
                .OfType<CollectedSeries>()
                .OrderBy(each => each.Series.Symbol),
        ];

    private static CollectedSeries? Of(CandleLake lake, Symbol symbol, Timeframe timeframe) =>
        lake.GetCollectionRecord(symbol, timeframe) is { } record && ExchangeCatalogue.Names.Contains(record.Source, StringComparer.Ordinal)
            ? new CollectedSeries(new CollectionSeries(record.Source, symbol, timeframe), record)
            : null;
}
