using Bokgi.Host.Runs.Documents;

namespace Bokgi.Host.Backtests.Queued;

/// <summary>The result of a piece of a run, whose files are in the attempt's folder; hashes are null in earlier versions.</summary>
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
