namespace Bokgi.Host.Collection;

/// <summary>Fetched bars that are not stored yet. Stores rows in the lake first, and then records that their range was answered.</summary>
internal sealed class CollectionBuffer(CandleLake lake, CollectionSeries series, SeriesOutcome outcome, TimeProvider clock) : IDisposable
{
    // Each write rewrites the file of a whole year, so writes are rare; bars lost when the process is killed are requested again.
    private const int MaximumRows = 5_000;

    private static readonly TimeSpan MaximumAge = TimeSpan.FromSeconds(10);

    private readonly CandleColumns rows = new();
    private readonly List<TimeRange> answeredRanges = [];
    private long? beginsUtc; // the start of the market's history, if a page has reached it
    private long firstAddedAt = clock.GetTimestamp();

    /// <summary>
    /// Whether storing has to wait until the bar to request again has been fetched. That bar is recognized as the newest stored one; if
    /// newer bars were stored first and the process died, it would not be requested again.
    /// </summary>
    public bool IsHeld { get; set; }

    public bool IsFull => rows.Count >= MaximumRows || (answeredRanges.Count > 0 && clock.GetElapsedTime(firstAddedAt) >= MaximumAge);

    public void Add(CandlePage page)
    {
        if (answeredRanges.Count == 0)
            firstAddedAt = clock.GetTimestamp();
        var closedRange = page.CoveredRange with
        {
            EndUtc = Math.Min(page.CoveredRange.EndUtc, series.Timeframe.OpenOf(page.ExchangeTimeUtc)),
        };
        var countBefore = rows.Count;
        for (var i = 0; i < page.Rows.Count; i++)
        {
            if (closedRange.Contains(page.Rows.Times[i]) && series.Timeframe.EndOf(page.Rows.Times[i]) <= page.ExchangeTimeUtc)
                rows.Add(page.Rows[i]);
        }

        if (closedRange.StartUtc >= closedRange.EndUtc)
            return;
        if (page.ReachesMarketStart)
            beginsUtc = Math.Min(beginsUtc ?? long.MaxValue, page.CoveredRange.StartUtc);
        answeredRanges.Add(closedRange);
        var barCount = BarsToRequest.CountBars(series.Timeframe, closedRange);
        outcome.Asked += barCount;
        outcome.NoTrade += Math.Max(0, barCount - (rows.Count - countBefore));
    }

    /// <summary>Stores everything in the buffer, unless <see cref="IsHeld"/>. After a cancellation, the rest stays in the buffer.</summary>
    public void Store(CancellationToken cancel)
    {
        if (IsHeld)
            return;
        series.CheckSource(lake.GetCollectionRecord(series.Symbol, series.Timeframe));
        if (rows.Count > 0)
        {
            var summary = lake.Write(series.Symbol, series.Timeframe, rows, cancel: cancel);
            outcome.Added += summary.Added;
            outcome.Corrected += summary.Replaced;
            outcome.Unchanged += summary.Unchanged;
            rows.Truncate(0);
        }

        if (answeredRanges.Count == 0)
            return;
        lake.UpdateCollectionRecord(series.Symbol, series.Timeframe, UpdateRecord, cancel);
        answeredRanges.Clear();
    }

    public void Dispose() => rows.Dispose();

    private CollectionRecord UpdateRecord(CollectionRecord? previous)
    {
        series.CheckSource(previous);
        var record = answeredRanges.Aggregate(
            previous ?? CollectionRecord.Empty(series.Exchange),
            (known, range) => known.WithCovered(range)
        );
        return record with
        {
            BeginsUtc = beginsUtc is { } begins ? Math.Min(begins, record.BeginsUtc ?? long.MaxValue) : record.BeginsUtc,
            LastSuccessUtc = clock.NowUtc(),
            Error = null,
        };
    }
}
