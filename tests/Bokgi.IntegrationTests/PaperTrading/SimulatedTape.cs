using Bokgi.MarketData.Exchanges;
using Bokgi.Markets;

namespace Bokgi.IntegrationTests.PaperTrading;

/// <summary>The trades that an exchange will send, in order, and those that are delayed in transit.</summary>
internal sealed class SimulatedTape(IEnumerable<ExchangeTrade> trades)
{
    private readonly Queue<ExchangeTrade> upcoming = new(trades);
    private readonly HashSet<ExchangeTrade> fetched = [];
    private readonly List<(long DueUtc, ExchangeTrade Trade)> delayed = [];

    public bool IsAtEnd => upcoming.Count == 0 && delayed.Count == 0;

    /// <summary>Removes and returns the delayed trade that is due before the next trade; null if there is none.</summary>
    public (long DueUtc, ExchangeTrade Trade)? TakeDueDelayed()
    {
        if (delayed.Count == 0 || (upcoming.TryPeek(out var next) && next.TimeUtc < delayed[0].DueUtc))
            return null;
        var due = delayed[0];
        delayed.RemoveAt(0);
        return due;
    }

    /// <summary>Removes and returns the next trade.</summary>
    /// <param name="wasFetched">Whether <see cref="Fetch"/> has returned the trade before.</param>
    public ExchangeTrade TakeNext(out bool wasFetched)
    {
        var trade = upcoming.Dequeue();
        wasFetched = fetched.Contains(trade);
        return trade;
    }

    /// <summary>Delays a trade that was taken from the tape until the given time.</summary>
    public void Delay(ExchangeTrade trade, long dueUtc)
    {
        delayed.Add((dueUtc, trade));
        delayed.Sort((first, second) => first.DueUtc.CompareTo(second.DueUtc));
    }

    /// <summary>Returns the trades of a market up to this time that no earlier fetch has returned. They stay on the tape.</summary>
    public List<ExchangeTrade> Fetch(Symbol symbol, long untilUtc) =>
        [.. upcoming.Where(trade => trade.Symbol == symbol && trade.TimeUtc <= untilUtc).Where(fetched.Add)];

    /// <summary>Removes and returns the trades that are lost: those up to this time, and all delayed ones.</summary>
    public List<ExchangeTrade> TakeLost(long untilUtc)
    {
        var lost = delayed.Select(entry => entry.Trade).ToList();
        delayed.Clear();
        while (upcoming.TryPeek(out var next) && next.TimeUtc <= untilUtc)
            lost.Add(upcoming.Dequeue());
        return [.. lost.OrderBy(trade => trade.TimeUtc).ThenBy(trade => trade.Id)];
    }
}
