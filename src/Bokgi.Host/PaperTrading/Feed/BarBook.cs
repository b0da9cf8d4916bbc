namespace Bokgi.Host.PaperTrading.Feed;

/// <summary>A session's bars that have not been stepped yet, and the ranges to fetch because trades in them were missed.</summary>
internal sealed class BarBook(Timeframe timeframe, IReadOnlyList<Symbol> symbols)
{
    private readonly Dictionary<Symbol, Page> pages = symbols.ToDictionary(symbol => symbol, _ => new Page());

    /// <summary>Records that every trade of a symbol is received from a time on; earlier bars have to be fetched.</summary>
    public void Cover(Symbol symbol, long fromUtc) =>
        pages[symbol].CoveredFromUtc = Math.Min(pages[symbol].CoveredFromUtc, timeframe.OpenOf(fromUtc));

    public void Add(ClosedBar bar)
    {
        var page = pages[bar.Symbol];
        if (bar.Bar.OpenUtc >= page.CoveredFromUtc)
            page.Bars[bar.Bar.OpenUtc] = new Entry(bar.Bar.Candle, bar.Bar.IsComplete, IsFetched: false);
    }

    public void Fetched(Symbol symbol, TimeRange range, IEnumerable<Candle> candles)
    {
        var page = pages[symbol];
        foreach (var seen in page.Bars.Keys.Where(range.Contains).ToList())
            page.Bars.Remove(seen);
        foreach (var candle in candles.Where(candle => range.Contains(candle.TimeUtc)))
            page.Bars[candle.TimeUtc] = new Entry(candle, IsComplete: true, IsFetched: true);
        page.FetchedUntilUtc = Math.Max(page.FetchedUntilUtc, range.EndUtc);
    }

    /// <summary>The first open time in a range at which any symbol has a bar, or may have one that must be fetched; null if none.</summary>
    public long? Next(long fromUtc, long untilUtc)
    {
        var next = long.MaxValue;
        foreach (var page in pages.Values)
        {
            var unseen = Math.Max(fromUtc, page.FetchedUntilUtc);
            if (unseen < page.CoveredFromUtc)
                next = Math.Min(next, unseen);
            next = Math.Min(next, page.Bars.Keys.FirstOrDefault(openUtc => openUtc >= fromUtc, long.MaxValue));
        }

        return next < untilUtc ? next : null;
    }

    /// <summary>The range to fetch before a symbol's bar can be stepped, ending at <paramref name="untilUtc"/> at most, if any.</summary>
    public TimeRange? Unknown(Symbol symbol, long openUtc, long untilUtc)
    {
        var page = pages[symbol];
        if (openUtc < page.FetchedUntilUtc)
            return null;
        if (openUtc < page.CoveredFromUtc)
            return new TimeRange(openUtc, Math.Min(untilUtc, page.CoveredFromUtc));
        var end = openUtc;
        while (end < untilUtc && page.Bars.TryGetValue(end, out var entry) && !entry.IsComplete)
            end = timeframe.EndOf(end);
        return end > openUtc ? new TimeRange(openUtc, end) : null;
    }

    /// <summary>Removes and returns the candles of an open time; drops earlier ones. Only fetched candles can be late.</summary>
    public IReadOnlyList<SessionCandle> Take(long openUtc, bool isLate)
    {
        var taken = new List<SessionCandle>();
        foreach (var symbol in symbols)
        {
            var bars = pages[symbol].Bars;
            while (bars.Count > 0 && bars.First() is var first && first.Key <= openUtc)
            {
                bars.Remove(first.Key);
                if (first.Key == openUtc && first.Value.Candle is { } candle)
                    taken.Add(new SessionCandle(symbol, candle, first.Value.IsFetched, isLate && first.Value.IsFetched));
            }
        }

        return taken;
    }

    private readonly record struct Entry(Candle? Candle, bool IsComplete, bool IsFetched);

    private sealed class Page
    {
        public SortedDictionary<long, Entry> Bars { get; } = [];
        public long CoveredFromUtc { get; set; } = long.MaxValue;
        public long FetchedUntilUtc { get; set; } = long.MinValue;
    }
}
