namespace Bokgi.Host.Collection;

/// <summary>The result of collecting a series, counted while it is collected.</summary>
internal sealed record SeriesOutcome(string Exchange, string Symbol, string Timeframe)
{
    /// <summary>Bars that were stored for the first time.</summary>
    public long Added { get; set; }

    /// <summary>Stored bars that were replaced because the exchange now reports different values.</summary>
    public long Corrected { get; set; }

    /// <summary>Stored bars that were requested again and are the same.</summary>
    public long Unchanged { get; set; }

    /// <summary>Number of closed bar times in the ranges that were requested and answered.</summary>
    public long Asked { get; set; }

    /// <summary>How many of these bar times have no bar, because nothing was traded.</summary>
    public long NoTrade { get; set; }

    /// <summary>Open time of the newest stored bar.</summary>
    public string? Newest { get; set; }

    /// <summary>Why it could not be collected; null when it could.</summary>
    public string? Trouble { get; set; }

    public static SeriesOutcome Of(CollectionSeries series) => new(series.Exchange, series.Symbol.Code, series.Timeframe.Name);

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
