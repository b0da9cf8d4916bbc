using Bokgi.Host.PaperTrading.Simulation;

namespace Bokgi.Host.PaperTrading.Store;

/// <summary>Everything stored of a session, in order; its log is read lazily because it can be long: weeks of many markets.</summary>
internal sealed record SessionSnapshot(
    PaperSessionRow Row,
    PaperSession Session,
    IEnumerable<PaperEntryRow> Entries,
    IReadOnlyList<PaperSignalRow> Signals,
    IReadOnlyList<PaperTradeRow> Trades
);
