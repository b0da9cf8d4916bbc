using Bokgi.FakeExchange.Recording;

namespace Bokgi.FakeExchange.Upbit.Socket;

/// <summary>Walks through the trades of a market, from after a time on.</summary>
internal sealed class TradeCursor
{
    private readonly RecordedMarket market;
    private RecordedTrade[] trades = [];
    private int bar;
    private int next;

    public TradeCursor(RecordedMarket market, long afterUtc)
    {
        this.market = market;
        if (market.Source is null)
            return;
        bar = market.Series(market.Source).IndexOf(market.Source.OpenOf(afterUtc)) - 1;
        while (TryPeek(out var trade) && trade.TimeUtc <= afterUtc)
            next++;
    }

    /// <summary>When the bar of the present trade ends, microseconds UTC.</summary>
    public long BarEndUtc => market.Source!.EndOf(market.Series(market.Source).Times[bar]);

    /// <summary>When the bar after that of the present trade begins to trade, microseconds UTC; null when there is none.</summary>
    public long? NextBarUtc
    {
        get
        {
            var bars = market.Series(market.Source!);
            for (var later = bar + 1; later < bars.Count; later++)
            {
                if (market.Trades(later) is [var first, ..])
                    return first.TimeUtc;
            }

            return null;
        }
    }

    /// <summary>The present trade; false when there are no more.</summary>
    public bool TryPeek(out RecordedTrade trade)
    {
        while (next >= trades.Length)
        {
            if (market.Source is null || bar + 1 >= market.Series(market.Source).Count)
            {
                trade = default;
                return false;
            }

            trades = market.Trades(++bar);
            next = 0;
        }

        trade = trades[next];
        return true;
    }

    public void Advance() => next++;
}
