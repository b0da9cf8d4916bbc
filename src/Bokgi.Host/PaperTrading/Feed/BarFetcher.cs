namespace Bokgi.Host.PaperTrading.Feed;

/// <summary>
/// Fetches candles that a session needs but did not build from the trade stream: missed bars, and the bars of the warm-up.
/// </summary>
internal sealed class BarFetcher(IExchange exchange, CandleLake lake, Timeframe timeframe)
{
    // Periods without trades have no bars, so a window of time may contain too few bars. At most this many windows are fetched, going back
    // in time; each is twice as long as the previous one.
    private const int MaximumWarmUpWindows = 6;

    /// <summary>All closed bars of a range, ascending.</summary>
    public async Task<List<Candle>> FetchBarsAsync(Symbol symbol, TimeRange range, CancellationToken cancel)
    {
        var bars = new List<Candle>();
        while (range.StartUtc < range.EndUtc)
            (range, _) = await FetchPageAsync(symbol, range, bars, cancel);
        return bars;
    }

    /// <summary>
    /// The last bars before a time, ascending; fewer than <paramref name="count"/> if no more are found. They come from the lake if its last
    /// bar ends at that time, otherwise from the exchange.
    /// </summary>
    public async Task<IReadOnlyList<Candle>> FetchWarmUpAsync(Symbol symbol, int count, long beforeUtc, CancellationToken cancel)
    {
        if (count == 0)
            return [];
        if (ReadFromLake(symbol, count, beforeUtc) is { } stored)
            return stored;
        var bars = new List<Candle>();
        try
        {
            var endUtc = beforeUtc;
            var span = (count + 1) * timeframe.NominalMicroseconds; // one more, because some months are longer than nominal
            var reachesMarketStart = false;
            for (var window = 0; window < MaximumWarmUpWindows && bars.Count < count && !reachesMarketStart; window++, span *= 2)
            {
                var range = new TimeRange(endUtc - span, endUtc);
                endUtc = range.StartUtc;
                while (range.StartUtc < range.EndUtc)
                    (range, reachesMarketStart) = await FetchPageAsync(symbol, range, bars, cancel);
            }
        }
        catch (ExchangeException refused) when (refused.Kind == ExchangeErrorKind.Refused)
        {
            return []; // the exchange does not have this market; if it opens later, live bars arrive anyway
        }

        return bars.Count > count ? bars[^count..] : bars;
    }

    // Null if the lake has no bars, or if its last bar ends before the given time, because bars in between could be missing.
    private List<Candle>? ReadFromLake(Symbol symbol, int count, long beforeUtc)
    {
        try
        {
            var emptyRange = new TimeRange(beforeUtc, beforeUtc); // empty, because only the warm-up bars before it are needed
            using var series = lake.LoadSeries(symbol, timeframe, emptyRange, warmupBars: count);
            if (series.Count == 0 || timeframe.EndOf(series.Times[^1]) != beforeUtc)
                return null;
            return [.. Enumerable.Range(0, series.Count).Select(i => series[i])];
        }
        catch (LakeException)
        {
            return null; // fetched from the exchange instead
        }
    }

    // Fetches the newest page of a range and inserts it before the given bars. Returns the part of the range that is still to be fetched,
    // and whether the page reaches the start of the market's history.
    private async Task<(TimeRange Remaining, bool ReachesMarketStart)> FetchPageAsync(
        Symbol symbol,
        TimeRange range,
        List<Candle> bars,
        CancellationToken cancel
    )
    {
        var page = await exchange.CandlesAsync(symbol, timeframe, range, cancel);
        using var rows = page.Rows;
        if (page.CoveredRange.StartUtc >= range.EndUtc)
            throw new InvalidOperationException($"{exchange.Traits.Name} returned candles of {symbol} outside the requested range");
        bars.InsertRange(0, Enumerable.Range(0, rows.Count).Select(i => rows[i]).Where(bar => range.Contains(bar.TimeUtc) && bar.IsValid));
        var endUtc = page.ReachesMarketStart ? range.StartUtc : Math.Max(range.StartUtc, page.CoveredRange.StartUtc);
        return (range with { EndUtc = endUtc }, page.ReachesMarketStart);
    }
}
