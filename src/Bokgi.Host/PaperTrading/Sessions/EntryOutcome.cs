using Bokgi.Host.PaperTrading.Store;

namespace Bokgi.Host.PaperTrading.Sessions;

/// <summary>What came of one entry of a session's log.</summary>
internal sealed class EntryOutcome
{
    /// <summary>By symbol and pair, in the order in which they happened.</summary>
    public List<SessionEvent> All { get; } = [];

    /// <summary>Those of the closed positions, as the ledger books them.</summary>
    public List<PaperTradeRow> Trades { get; } = [];
}
