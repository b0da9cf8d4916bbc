using Bokgi.MarketData.Exchanges;
using Bokgi.Markets;

namespace Bokgi.IntegrationTests.PaperTrading;

/// <summary>The trades that an exchange will send, in order, and those that are delayed in transit.</summary>
internal sealed class SimulatedTape(IEnumerable<ExchangeTrade> trades)
{
    private readonly Queue<ExchangeTrade> coming = new(trades);
    private readonly HashSet<ExchangeTrade> fetched = [];
    private readonly List<(long DueUtc, ExchangeTrade Trade)> held = [];

    public bool IsAtEnd => coming.Count == 0 && held.Count == 0;

    /// <summary>Removes and returns the delayed trade that is due before the next trade; null if there is none.</summary>
    public (long DueUtc, ExchangeTrade Trade)? NextHeld()
    {
        if (held.Count == 0 || (coming.TryPeek(out var next) && next.TimeUtc < held[0].DueUtc))
            return null;
        var due = held[0];
        held.RemoveAt(0);
        return due;
    }

    public ExchangeTrade Next(out bool wasFetched)
    {
        var trade = coming.Dequeue();
        wasFetched = fetched.Contains(trade);
        return trade;
    }

    public void Hold(ExchangeTrade trade, long dueUtc)
    {
        held.Add((dueUtc, trade));
        held.Sort((one, other) => one.DueUtc.CompareTo(other.DueUtc));
    }

    /// <summary>Returns the trades of a market up to this time that were not fetched before. They stay on the tape.</summary>
    public List<ExchangeTrade> Fetch(Symbol symbol, long untilUtc) =>
        [.. coming.Where(trade => trade.Symbol == symbol && trade.TimeUtc <= untilUtc && fetched.Add(trade))];

    /// <summary>Removes and returns the trades sent up to this time and all delayed ones.</summary>
    public List<ExchangeTrade> Lose(long untilUtc)
    {
        var lost = held.Select(each => each.Trade).ToList();
        held.Clear();
        while (coming.TryPeek(out var next) && next.TimeUtc <= untilUtc)
            lost.Add(coming.Dequeue());
        return [.. lost.OrderBy(trade => trade.TimeUtc).ThenBy(trade => trade.Id)];
    }
}
