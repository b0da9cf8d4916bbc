using Bokgi.Host.Runs.Documents;

namespace Bokgi.Host.Backtests.Queued;

/// <summary>The result of a piece of a run.</summary>
/// <param name="Attempt">The attempt whose folder contains the files.</param>
/// <param name="Symbols">The figures of its symbols, in order.</param>
/// <param name="Quality">The quality of the candles, by symbol.</param>
/// <param name="Hashes">The SHA-256 of each file, by name; null for a piece of a version that stored none.</param>
internal sealed record RunPieceOutcome(
    string Attempt,
    IReadOnlyList<SymbolDocument> Symbols,
    IReadOnlyDictionary<string, QualityDocument> Quality,
    IReadOnlyDictionary<string, string>? Hashes = null
)
{
    /// <summary>Earlier versions found here that symbols have no valid candle, after they had been given a share of the cash.</summary>
    public IReadOnlyList<string> Empty { get; init; } = [];
}
