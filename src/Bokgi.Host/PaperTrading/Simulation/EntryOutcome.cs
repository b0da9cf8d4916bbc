using Bokgi.Host.PaperTrading.Store;

namespace Bokgi.Host.PaperTrading.Simulation;

/// <summary>The results of one entry of a session's log.</summary>
internal sealed class EntryOutcome
{
    /// <summary>Events by symbol and pair, in order.</summary>
    public List<SessionEvent> All { get; } = [];

    /// <summary>The closed positions, as booked by the ledger.</summary>
    public List<PaperTradeRow> Trades { get; } = [];
}
