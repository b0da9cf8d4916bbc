using Bokgi.MarketData.Lake;

namespace Bokgi.Host.Collection;

/// <summary>What a collection of a series did so far.</summary>
/// <param name="series">The series.</param>
internal sealed class SeriesTally(CollectionSeries series)
{
    public CollectionSeries Series => series;

    /// <summary>Why it cannot be collected; null when it can.</summary>
    public string? Trouble { get; set; }

    /// <summary>Bars that were not there before.</summary>
    public long Added { get; private set; }

    /// <summary>Stored bars that the exchange tells differently; its bars took their place.</summary>
    public long Corrected { get; private set; }

    /// <summary>Stored bars that the exchange tells the same.</summary>
    public long Unchanged { get; private set; }

    /// <summary>Closed bars for which the exchange answered.</summary>
    public long Asked { get; private set; }

    /// <summary>Those of them that it never made, since nobody traded.</summary>
    public long NoTrade { get; private set; }

    public void Answered(long bars, long rows)
    {
        Asked += bars;
        NoTrade += Math.Max(0, bars - rows);
    }

    public void Stored(WriteSummary summary)
    {
        Added += summary.Added;
        Corrected += summary.Replaced;
        Unchanged += summary.Unchanged;
    }
}
