namespace Bokgi.Host.PaperTrading.Feed;

/// <summary>Builds the bars of one timeframe from the trades of several markets, and closes them together by the exchange's time.</summary>
internal sealed class BarMaker(Timeframe timeframe)
{
    /// <summary>How long after its end a bar waits for trades in transit.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly SortedDictionary<Symbol, (CandleBuilder Builder, long FromUtc)> builders = [];
    private long closedUntilUtc = long.MinValue;

    public Timeframe Timeframe => timeframe;

    /// <summary>Starts building the bars of a market whose trades are all received from the given time on.</summary>
    public void StartBuilding(Symbol symbol, long fromUtc) =>
        builders.TryAdd(symbol, (new CandleBuilder(timeframe, Grace, fromUtc), fromUtc));

    public void StopBuilding(Symbol symbol) => builders.Remove(symbol);

    /// <summary>Adds a trade; ignores it if the bars of its market are not built, or are built only from a later time on.</summary>
    public void Add(ExchangeTrade trade)
    {
        if (builders.TryGetValue(trade.Symbol, out var entry) && trade.TimeUtc >= entry.FromUtc)
            entry.Builder.Add(trade.Id, trade.TimeUtc, trade.Price, trade.Quantity);
    }

    /// <summary>Marks the bars of one market, or of all markets, in a range as incomplete, because trades were missed.</summary>
    public void MarkMissed(TimeRange range, Symbol? symbol = null)
    {
        foreach (var (market, (builder, _)) in builders)
        {
            if (symbol is null || market == symbol)
                builder.MarkMissed(range);
        }
    }

    /// <summary>
    /// Closes all bars that have ended by the exchange's time; null if no period of a bar has ended since the last call. Trades after
    /// <paramref name="latestTradeUtc"/> may be missing, so bars that end later than <see cref="Grace"/> before that time count as incomplete.
    /// </summary>
    public FeedUpdate.BarsClosed? Close(long nowUtc, long latestTradeUtc)
    {
        var grace = (long)Grace.TotalMicroseconds;
        var untilUtc = timeframe.OpenOf(nowUtc - grace);
        if (untilUtc <= closedUntilUtc)
            return null;
        if (latestTradeUtc < untilUtc + grace)
            MarkMissed(new TimeRange(Math.Max(latestTradeUtc, grace) - grace, untilUtc)); // latestTradeUtc may be long.MinValue
        closedUntilUtc = untilUtc;
        var bars = new List<ClosedBar>();
        foreach (var (symbol, (builder, _)) in builders)
        {
            while (builder.TryClose(nowUtc, out var bar))
                bars.Add(new ClosedBar(symbol, bar, builder.LateTrades));
        }

        return new FeedUpdate.BarsClosed(untilUtc, bars);
    }
}
