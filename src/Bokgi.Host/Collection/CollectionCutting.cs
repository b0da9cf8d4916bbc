using Bokgi.Host.Platform.Exchanges;
using Bokgi.MarketData.Lake;
using Bokgi.Markets;

namespace Bokgi.Host.Collection;

/// <summary>Cuts what is to be collected into pieces that take a minute or two at an exchange's limits, the newest first.</summary>
/// <param name="lake">What is there.</param>
/// <param name="exchanges">Whose time it is: one that plays old candles has an old one.</param>
/// <param name="pieceBars">So many bars a piece holds at most.</param>
internal sealed class CollectionCutting(CandleLake lake, ExchangeLinks exchanges, int pieceBars = 20_000)
{
    /// <returns>For each series at least one piece, though there may be nothing to ask for in it.</returns>
    /// <exception cref="MarketData.Exchanges.ExchangeException">An exchange is away.</exception>
    public IReadOnlyList<IReadOnlyList<CollectionPiece>> Cut(
        IEnumerable<CollectionSeries> series,
        RequestedSpan wish,
        CancellationToken cancel
    )
    {
        var times = new Dictionary<string, long>(StringComparer.Ordinal);
        var cut = new List<IReadOnlyList<CollectionPiece>>();
        foreach (var each in series)
        {
            if (!times.TryGetValue(each.Exchange, out var nowUtc))
                times[each.Exchange] = nowUtc = exchanges.For(each.Exchange).TimeAsync(cancel).GetAwaiter().GetResult();
            cut.Add(Cut(each, wish, nowUtc, cancel));
        }

        return cut;
    }

    private IReadOnlyList<CollectionPiece> Cut(CollectionSeries series, RequestedSpan wish, long nowUtc, CancellationToken cancel)
    {
        var formedUtc = series.Timeframe.EndOf(series.Timeframe.OpenOf(nowUtc));
        var files = lake.Inventory(series.Symbol, series.Timeframe);
        var range = wish.RangeOf(series.Timeframe, files.Min(file => file.FirstUtc), nowUtc);
        var newest = files.Max(file => file.LastUtc);
        var again = newest is { } last && range.Contains(last) ? series.Timeframe.OpenOf(last) : (long?)null;
        CollectionPiece[] pieces =
        [
            .. Spans(series.Timeframe, range, formedUtc)
                .Select(span => new CollectionPiece(series, span, again is { } bar && span.Contains(bar) ? bar : null, Bars: 0))
                .Select(piece => Counted(piece, nowUtc, cancel)),
        ];
        CollectionPiece[] needed = [.. pieces.Where(piece => piece.Bars > 0)];
        // Where a stored bar is asked for again goes first: once newer bars are stored, nobody could tell which one it was.
        return needed.Length == 0 ? [pieces[0]] : [.. needed.OrderByDescending(piece => piece.Again is not null)];
    }

    // The first of them is open towards now: bars that close meanwhile are its own.
    private IEnumerable<TimeRange> Spans(Timeframe timeframe, TimeRange range, long untilUtc)
    {
        var end = range.EndUtc;
        do
        {
            var last = Math.Min(end, untilUtc);
            var start = timeframe.OpenOf(Math.Max(range.StartUtc, last - (pieceBars * timeframe.NominalMicroseconds)));
            yield return new TimeRange(Math.Max(range.StartUtc, start), end);
            end = start;
        } while (end > range.StartUtc);
    }

    private CollectionPiece Counted(CollectionPiece piece, long nowUtc, CancellationToken cancel)
    {
        var (series, begun) = (piece.Series, piece.Begun(nowUtc));
        using var stored = lake.LoadSeries(series.Symbol, series.Timeframe, begun, cancel: cancel);
        var record = lake.Collected(series.Symbol, series.Timeframe);
        var unknown = UnknownBars.Of(series.Timeframe, begun, stored.Times, record, piece.Again);
        return piece with { Bars = UnknownBars.Count(series.Timeframe, unknown) };
    }
}
