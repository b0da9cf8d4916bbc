using Bokgi.Host.Backtests.Documents;

namespace Bokgi.Host.Backtests.Queued;

/// <summary>What came of a piece of a run.</summary>
/// <param name="Attempt">The attempt in whose folder its files lie.</param>
/// <param name="Symbols">The figures of its symbols, in their order.</param>
/// <param name="Quality">By symbol, the quality of its candles.</param>
/// <param name="Empty">Symbols that turned out to hold no valid candle: the cash has to be shared by the others.</param>
/// <param name="Hashes">The SHA-256 of its files by their names; null for a piece of a version that kept none.</param>
internal sealed record RunPieceOutcome(
    string Attempt,
    IReadOnlyList<SymbolDocument> Symbols,
    IReadOnlyDictionary<string, QualityDocument> Quality,
    IReadOnlyList<string> Empty,
    IReadOnlyDictionary<string, string>? Hashes = null
);
