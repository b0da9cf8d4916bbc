namespace Bokgi.Host.PaperTrading.Store;

/// <summary>All that is kept of a session, of one moment.</summary>
internal sealed record WholeSession(
    PaperSessionRow Row,
    byte[]? State,
    IReadOnlyList<PaperEntryRow> Entries,
    IReadOnlyList<PaperSignalRow> Signals,
    IReadOnlyList<PaperTradeRow> Trades
);
