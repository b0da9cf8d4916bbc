namespace Bokgi.MarketData.Exchanges.Streams;

/// <summary>The ids of a market's latest trades, so that each trade is delivered once.</summary>
internal sealed class TradeDeduplicator
{
    // This many ids suffice, because a trade is repeated only within seconds, or in the overlap that is fetched after a reconnect.
    private const int Capacity = 16_384;

    private readonly HashSet<long> ids = [];
    private readonly Queue<long> order = new();

    /// <summary>Adds a trade.</summary>
    /// <returns>Whether it is new.</returns>
    public bool Add(ExchangeTrade trade)
    {
        if (!ids.Add(trade.Id))
            return false;
        order.Enqueue(trade.Id);
        if (order.Count > Capacity)
            ids.Remove(order.Dequeue());
        return true;
    }
}
