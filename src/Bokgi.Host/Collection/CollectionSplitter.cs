using Bokgi.Host.Platform.Exchanges;

namespace Bokgi.Host.Collection;

/// <summary>
/// Cuts a collection into pieces that take a minute or two at an exchange's rate limits, newest first. Takes the current time from the
/// exchange, because the time of a fake exchange, which replays old candles, is in the past.
/// </summary>
internal sealed class CollectionSplitter(CandleLake lake, ExchangeConnections exchanges, int barsPerPiece = 20_000)
{
    /// <summary>Returns at least one piece per series, even if there is nothing to request.</summary>
    public IReadOnlyList<IReadOnlyList<CollectionPiece>> Cut(
        IEnumerable<CollectionSeries> series,
        RequestedSpan requested,
        CancellationToken cancel
    )
    {
        var exchangeTimes = new Dictionary<string, long>(StringComparer.Ordinal);
        var allPieces = new List<IReadOnlyList<CollectionPiece>>();
        foreach (var each in series)
        {
            if (!exchangeTimes.TryGetValue(each.Exchange, out var nowUtc))
            {
                nowUtc = exchanges.GetOrOpen(each.Exchange).TimeAsync(cancel).GetAwaiter().GetResult();
                exchangeTimes[each.Exchange] = nowUtc;
            }

            allPieces.Add(Cut(each, requested, nowUtc, cancel));
        }

        return allPieces;
    }

    private IReadOnlyList<CollectionPiece> Cut(CollectionSeries series, RequestedSpan requested, long nowUtc, CancellationToken cancel)
    {
        var formingEndUtc = series.Timeframe.EndOf(series.Timeframe.OpenOf(nowUtc));
        var files = lake.Inventory(series.Symbol, series.Timeframe);
        var range = requested.RangeOf(series.Timeframe, files.Min(file => file.FirstUtc), nowUtc);
        // The newest stored bar is requested again, because another program may have stored it while it was forming.
        long? refetchUtc = null;
        if (files.Max(file => file.LastUtc) is { } newestUtc && range.Contains(newestUtc))
            refetchUtc = series.Timeframe.OpenOf(newestUtc);
        CollectionPiece[] pieces =
        [
            .. CutIntoSpans(series.Timeframe, range, formingEndUtc).Select(span => CreatePiece(series, span, refetchUtc, nowUtc, cancel)),
        ];
        CollectionPiece[] needed = [.. pieces.Where(piece => piece.Bars > 0)];
        // The piece whose stored bar must be requested again goes first: once newer bars are stored, that bar can no longer be identified.
        return needed.Length == 0 ? [pieces[0]] : [.. needed.OrderByDescending(piece => piece.Again is not null)];
    }

    // The first (newest) span ends where the range ends, even if that is in the future, and so includes bars that close later.
    private IEnumerable<TimeRange> CutIntoSpans(Timeframe timeframe, TimeRange range, long formingEndUtc)
    {
        var end = range.EndUtc;
        do
        {
            var startedEnd = Math.Min(end, formingEndUtc);
            var start = timeframe.OpenOf(Math.Max(range.StartUtc, startedEnd - (barsPerPiece * timeframe.NominalMicroseconds)));
            yield return new TimeRange(Math.Max(range.StartUtc, start), end); // the first bar may have opened before the range
            end = start;
        } while (end > range.StartUtc);
    }

    private CollectionPiece CreatePiece(CollectionSeries series, TimeRange span, long? refetchUtc, long nowUtc, CancellationToken cancel)
    {
        var containsRefetch = refetchUtc is { } bar && span.Contains(bar);
        var piece = new CollectionPiece(series, span.StartUtc, span.EndUtc, containsRefetch ? refetchUtc : null, Bars: 0);
        return piece with
        {
            Bars = BarsToRequest.CountBars(series.Timeframe, BarsToRequest.Find(piece, piece.StartedPart(nowUtc), lake, cancel)),
        };
    }
}
