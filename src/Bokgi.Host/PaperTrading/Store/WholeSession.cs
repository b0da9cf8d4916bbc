using Bokgi.Host.PaperTrading.Sessions;

namespace Bokgi.Host.PaperTrading.Store;

/// <summary>All that is kept of a session, of one moment.</summary>
/// <param name="Row">The session.</param>
/// <param name="Session">The same with its state.</param>
/// <param name="Entries">Its log, read as it is gone through: weeks of many markets are long.</param>
/// <param name="Signals">Its signals, in their order.</param>
/// <param name="Trades">Its trades, in their order.</param>
internal sealed record WholeSession(
    PaperSessionRow Row,
    PaperSession Session,
    IEnumerable<PaperEntryRow> Entries,
    IReadOnlyList<PaperSignalRow> Signals,
    IReadOnlyList<PaperTradeRow> Trades
);
