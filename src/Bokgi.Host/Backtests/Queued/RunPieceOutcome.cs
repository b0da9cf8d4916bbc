using Bokgi.Host.Runs.Documents;

namespace Bokgi.Host.Backtests.Queued;

/// <summary>The result of a piece of a run. The piece's files are in the attempt's folder. Earlier versions wrote no hashes of them.</summary>
internal sealed record RunPieceOutcome(
    string Attempt,
    IReadOnlyList<SymbolDocument> Symbols,
    IReadOnlyDictionary<string, QualityDocument> Quality,
    IReadOnlyDictionary<string, string>? Hashes = null
)
{
    /// <summary>
    /// Symbols that were given a share of the cash although they have no valid candle. Only earlier versions put symbols into this list. It
    /// is still written, because those versions require it.
    /// </summary>
    public IReadOnlyList<string> Empty { get; init; } = [];
}
