using Bokgi.FakeExchange.Recording;

namespace Bokgi.FakeExchange.Upbit.Socket;

/// <summary>Iterates over the trades of a market that happen after a given time.</summary>
internal sealed class TradeCursor
{
    private readonly RecordedMarket market;
    private GeneratedTrade[] trades = [];
    private int barIndex;
    private int tradeIndex;

    public TradeCursor(RecordedMarket market, long afterUtc)
    {
        this.market = market;
        if (market.SourceTimeframe is null)
            return;
        // The index starts one bar too early, because TryPeek moves to the next bar before it loads trades.
        barIndex = market.GetSeries(market.SourceTimeframe).FirstIndexAtOrAfter(market.SourceTimeframe.OpenOf(afterUtc)) - 1;
        while (TryPeek(out var trade) && trade.TimeUtc <= afterUtc)
            tradeIndex++;
    }

    /// <summary>End of the current trade's bar, UTC microseconds.</summary>
    public long BarEndUtc => market.SourceTimeframe!.EndOf(market.GetSeries(market.SourceTimeframe).Times[barIndex]);

    /// <summary>Time of the first trade after the current bar, UTC microseconds; null if there is none.</summary>
    public long? NextBarFirstTradeUtc
    {
        get
        {
            var bars = market.GetSeries(market.SourceTimeframe!);
            for (var later = barIndex + 1; later < bars.Count; later++)
            {
                if (market.GenerateTrades(later) is [var first, ..])
                    return first.TimeUtc;
            }

            return null;
        }
    }

    /// <summary>Gets the current trade; false if there are no more.</summary>
    public bool TryPeek(out GeneratedTrade trade)
    {
        while (tradeIndex >= trades.Length)
        {
            if (market.SourceTimeframe is null || barIndex + 1 >= market.GetSeries(market.SourceTimeframe).Count)
            {
                trade = default;
                return false;
            }

            trades = market.GenerateTrades(++barIndex);
            tradeIndex = 0;
        }

        trade = trades[tradeIndex];
        return true;
    }

    public void Advance() => tradeIndex++;
}
