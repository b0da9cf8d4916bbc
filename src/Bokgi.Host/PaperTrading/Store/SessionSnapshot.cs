using Bokgi.Host.PaperTrading.Simulation;

namespace Bokgi.Host.PaperTrading.Store;

/// <summary>Everything stored of a session, from one snapshot.</summary>
/// <param name="Row">The session.</param>
/// <param name="Session">The session with its state.</param>
/// <param name="Entries">Its log, read lazily because it can be long: weeks of many markets.</param>
/// <param name="Signals">Its signals, in order.</param>
/// <param name="Trades">Its trades, in order.</param>
internal sealed record SessionSnapshot(
    PaperSessionRow Row,
    PaperSession Session,
    IEnumerable<PaperEntryRow> Entries,
    IReadOnlyList<PaperSignalRow> Signals,
    IReadOnlyList<PaperTradeRow> Trades
);
