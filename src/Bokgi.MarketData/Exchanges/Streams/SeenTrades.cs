namespace Bokgi.MarketData.Exchanges.Streams;

/// <summary>The latest trades of a market by their numbers, so that each is told once.</summary>
internal sealed class SeenTrades
{
    // Trades come again within seconds, or within the overlap of what is fetched after a break.
    private const int Remembered = 16_384;

    private readonly HashSet<long> ids = [];
    private readonly Queue<long> order = new();

    /// <summary>Takes a trade.</summary>
    /// <returns>Whether it is new.</returns>
    public bool Add(ExchangeTrade trade)
    {
        if (!ids.Add(trade.Id))
            return false;
        order.Enqueue(trade.Id);
        if (order.Count > Remembered)
            ids.Remove(order.Dequeue());
        return true;
    }
}
