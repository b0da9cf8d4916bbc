namespace Bokgi.Host.Collection;

/// <summary>The result of collecting a series.</summary>
/// <param name="Exchange">The exchange.</param>
/// <param name="Symbol">The market.</param>
/// <param name="Timeframe">The length of the bars.</param>
/// <param name="Added">Bars that were not stored before.</param>
/// <param name="Corrected">Stored bars that were replaced because the exchange now reports different values.</param>
/// <param name="Unchanged">Stored bars that were requested again and are the same.</param>
/// <param name="Asked">Closed bars covered by the exchange's answers.</param>
/// <param name="NoTrade">Those of them that do not exist because there were no trades.</param>
/// <param name="Newest">Open time of the newest stored bar; null if there is none.</param>
/// <param name="Trouble">Why it could not be collected; null when it could.</param>
internal sealed record SeriesOutcome(
    string Exchange,
    string Symbol,
    string Timeframe,
    long Added,
    long Corrected,
    long Unchanged,
    long Asked,
    long NoTrade,
    string? Newest,
    string? Trouble
)
{
    public static SeriesOutcome Of(SeriesProgress progress, CandleLake lake)
    {
        var (series, newest) = (
            progress.Series,
            lake.Inventory(progress.Series.Symbol, progress.Series.Timeframe).Max(file => file.LastUtc)
        );
        return new SeriesOutcome(
            series.Exchange,
            series.Symbol.Code,
            series.Timeframe.Name,
            progress.Added,
            progress.Corrected,
            progress.Unchanged,
            progress.Asked,
            progress.NoTrade,
            newest is { } time ? UnixTime.Format(time) : null,
            progress.Trouble
        );
    }

    /// <summary>Combines the outcomes of a series' pieces.</summary>
    public static SeriesOutcome Sum(IReadOnlyList<SeriesOutcome> pieces) =>
        pieces[0] with
        {
            Added = pieces.Sum(piece => piece.Added),
            Corrected = pieces.Sum(piece => piece.Corrected),
            Unchanged = pieces.Sum(piece => piece.Unchanged),
            Asked = pieces.Sum(piece => piece.Asked),
            NoTrade = pieces.Sum(piece => piece.NoTrade),
            Newest = pieces.Max(piece => piece.Newest), // times of the same format sort as text
            Trouble = pieces.Select(piece => piece.Trouble).FirstOrDefault(error => error is not null),
        };
}
