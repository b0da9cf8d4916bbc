namespace Bokgi.Host.Collection;

/// <summary>Counts what the collection of a series has done so far; <see cref="SeriesOutcome"/> says what the counts mean.</summary>
internal sealed class SeriesProgress(CollectionSeries series)
{
    public CollectionSeries Series => series;

    /// <summary>Why it cannot be collected; null when it can.</summary>
    public string? Trouble { get; set; }

    public long Added { get; private set; }
    public long Corrected { get; private set; }
    public long Unchanged { get; private set; }
    public long Asked { get; private set; }
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
