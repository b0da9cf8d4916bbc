using Bokgi.MarketData.Lake;

namespace Bokgi.Host.Collection;

/// <summary>Counts what the collection of a series has done so far.</summary>
/// <param name="series">The series.</param>
internal sealed class SeriesProgress(CollectionSeries series)
{
    public CollectionSeries Series => series;

    /// <summary>Why it cannot be collected; null when it can.</summary>
    public string? Trouble { get; set; }

    /// <summary>Bars that were not stored before.</summary>
    public long Added { get; private set; }

    /// <summary>Stored bars that were replaced because the exchange reports different values.</summary>
    public long Corrected { get; private set; }

    /// <summary>Stored bars that the exchange reports unchanged.</summary>
    public long Unchanged { get; private set; }

    /// <summary>Closed bars covered by the exchange's answers.</summary>
    public long Asked { get; private set; }

    /// <summary>Those of them that do not exist because there were no trades.</summary>
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
