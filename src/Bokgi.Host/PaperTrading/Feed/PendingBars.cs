namespace Bokgi.Host.PaperTrading.Feed;

/// <summary>A session's bars that have not been processed yet, and the ranges to fetch because trades in them were missed.</summary>
internal sealed class PendingBars(Timeframe timeframe, IReadOnlyList<Symbol> symbols)
{
    private readonly Dictionary<Symbol, SymbolBars> bySymbol = symbols.ToDictionary(symbol => symbol, _ => new SymbolBars());

    /// <summary>
    /// Records that the bars of a symbol arrive live, beginning with the one that contains this time, which is incomplete. Earlier bars and
    /// incomplete ones have to be fetched.
    /// </summary>
    public void MarkLiveFrom(Symbol symbol, long fromUtc) =>
        bySymbol[symbol].LiveFromUtc = Math.Min(bySymbol[symbol].LiveFromUtc, timeframe.OpenOf(fromUtc));

    public void Add(ClosedBar closed)
    {
        var symbolBars = bySymbol[closed.Symbol];
        if (closed.Bar.OpenUtc >= symbolBars.LiveFromUtc)
            symbolBars.Bars[closed.Bar.OpenUtc] = new Entry(closed.Bar.Candle, closed.Bar.IsComplete, IsFetched: false);
    }

    public void AddFetched(Symbol symbol, TimeRange range, IEnumerable<Candle> candles)
    {
        var symbolBars = bySymbol[symbol];
        foreach (var openUtc in symbolBars.Bars.Keys.Where(range.Contains).ToList())
            symbolBars.Bars.Remove(openUtc);
        foreach (var candle in candles.Where(candle => range.Contains(candle.TimeUtc)))
            symbolBars.Bars[candle.TimeUtc] = new Entry(candle, IsComplete: true, IsFetched: true);
        symbolBars.FetchedUntilUtc = Math.Max(symbolBars.FetchedUntilUtc, range.EndUtc);
    }

    /// <summary>The first open time in a range at which any symbol has a bar, or may have one that must be fetched; null if none.</summary>
    public long? NextOpenUtc(long fromUtc, long untilUtc)
    {
        var nextUtc = long.MaxValue;
        foreach (var symbolBars in bySymbol.Values)
        {
            var unfetchedUtc = Math.Max(fromUtc, symbolBars.FetchedUntilUtc);
            if (unfetchedUtc < symbolBars.LiveFromUtc)
                nextUtc = Math.Min(nextUtc, unfetchedUtc);
            nextUtc = Math.Min(nextUtc, symbolBars.Bars.Keys.FirstOrDefault(openUtc => openUtc >= fromUtc, long.MaxValue));
        }

        return nextUtc < untilUtc ? nextUtc : null;
    }

    /// <summary>
    /// The range to fetch before a symbol's bar can be processed, cut off at <paramref name="untilUtc"/>; null if there is none.
    /// </summary>
    public TimeRange? MissingRange(Symbol symbol, long openUtc, long untilUtc)
    {
        var symbolBars = bySymbol[symbol];
        if (openUtc < symbolBars.FetchedUntilUtc)
            return null;
        if (openUtc < symbolBars.LiveFromUtc)
            return new TimeRange(openUtc, Math.Min(untilUtc, symbolBars.LiveFromUtc));
        var endUtc = openUtc; // becomes the end of the consecutive incomplete bars that begin here
        while (endUtc < untilUtc && symbolBars.Bars.TryGetValue(endUtc, out var entry) && !entry.IsComplete)
            endUtc = timeframe.EndOf(endUtc);
        return endUtc > openUtc ? new TimeRange(openUtc, endUtc) : null;
    }

    /// <summary>
    /// Removes and returns the candles of an open time, and drops earlier ones. With <paramref name="fetchedAreLate"/>, candles that were fetched
    /// are marked as late.
    /// </summary>
    public IReadOnlyList<SessionCandle> TakeCandles(long openUtc, bool fetchedAreLate)
    {
        var candles = new List<SessionCandle>();
        foreach (var symbol in symbols)
        {
            var bars = bySymbol[symbol].Bars;
            foreach (var (barUtc, entry) in bars.TakeWhile(pendingBar => pendingBar.Key <= openUtc).ToList())
            {
                bars.Remove(barUtc);
                if (barUtc == openUtc && entry.Candle is { } candle)
                    candles.Add(new SessionCandle(symbol, candle, entry.IsFetched, fetchedAreLate && entry.IsFetched));
            }
        }

        return candles;
    }

    // The candle is null if the bar had no trades.
    private readonly record struct Entry(Candle? Candle, bool IsComplete, bool IsFetched);

    private sealed class SymbolBars
    {
        public SortedDictionary<long, Entry> Bars { get; } = [];
        public long LiveFromUtc { get; set; } = long.MaxValue;
        public long FetchedUntilUtc { get; set; } = long.MinValue;
    }
}
