using Bokgi.MarketData.Exchanges;
using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.Host.PaperTrading.Feed;

/// <summary>Makes the bars of one timeframe out of a stream of trades of several markets, and closes all of them at once by the exchange's time.</summary>
internal sealed class BarMaker(Timeframe timeframe)
{
    /// <summary>How long after its end a bar waits for trades that are on their way.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly SortedDictionary<Symbol, (CandleBuilder Builder, long FromUtc)> builders = [];
    private long closedUntilUtc = long.MinValue;

    public Timeframe Timeframe => timeframe;

    /// <summary>Whether a market's trades are taken.</summary>
    public bool IsCovered(Symbol symbol) => builders.ContainsKey(symbol);

    /// <summary>Takes the trades of a market from here on.</summary>
    /// <param name="symbol">The market.</param>
    /// <param name="fromUtc">All trades from this time on will be told, microseconds UTC.</param>
    public void Cover(Symbol symbol, long fromUtc) => builders.TryAdd(symbol, (new CandleBuilder(timeframe, Grace, fromUtc), fromUtc));

    /// <summary>Takes no more trades of a market.</summary>
    public void Forget(Symbol symbol) => builders.Remove(symbol);

    /// <summary>Takes a trade; one of a market that is not covered, or of a time before it was, is left out.</summary>
    public void Add(ExchangeTrade trade)
    {
        if (builders.TryGetValue(trade.Symbol, out var own) && trade.TimeUtc >= own.FromUtc)
            own.Builder.Add(trade.Id, trade.TimeUtc, trade.Price, trade.Quantity);
    }

    /// <summary>Trades of a range were missed; of one market, or of all.</summary>
    public void Miss(TimeRange range, Symbol? symbol = null)
    {
        foreach (var (own, (builder, _)) in builders)
        {
            if (symbol is null || own == symbol)
                builder.Miss(range);
        }
    }

    /// <summary>Closes all bars whose time has come.</summary>
    /// <param name="nowUtc">The exchange's time, microseconds UTC.</param>
    /// <param name="seenUtc">Up to when all trades were seen for sure: bars that end later by more than the grace are closed as seen in part.</param>
    /// <returns>Null when no bar's end lies between the last call and this one.</returns>
    public FeedNews.Closed? Close(long nowUtc, long seenUtc)
    {
        var grace = (long)Grace.TotalMicroseconds;
        var untilUtc = timeframe.OpenOf(nowUtc - grace);
        if (untilUtc <= closedUntilUtc)
            return null;
        if (seenUtc < untilUtc + grace)
            Miss(new TimeRange(Math.Max(seenUtc, grace) - grace, untilUtc));
        closedUntilUtc = untilUtc;
        var bars = new List<ClosedBar>();
        foreach (var (symbol, (builder, _)) in builders)
        {
            while (builder.TryClose(nowUtc, out var bar))
                bars.Add(new ClosedBar(symbol, bar, builder.LateTrades));
        }

        return new FeedNews.Closed(untilUtc, bars);
    }
}
