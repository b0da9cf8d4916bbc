namespace Bokgi.Host.PaperTrading.Store;

/// <summary>All that is kept of a session, of one moment.</summary>
/// <param name="Row">The session.</param>
/// <param name="State">Its state; null before the first entry of its log.</param>
/// <param name="Entries">Its log, read as it is gone through: weeks of many markets are long.</param>
/// <param name="Signals">Its signals, in their order.</param>
/// <param name="Trades">Its trades, in their order.</param>
internal sealed record WholeSession(
    PaperSessionRow Row,
    byte[]? State,
    IEnumerable<PaperEntryRow> Entries,
    IReadOnlyList<PaperSignalRow> Signals,
    IReadOnlyList<PaperTradeRow> Trades
);
