using Bokgi.Host.Runs.Documents;

namespace Bokgi.Host.Backtests.Queued;

/// <summary>The result of a piece of a run, whose files are in the attempt's folder; earlier versions wrote no hashes.</summary>
internal sealed record RunPieceOutcome(
    string Attempt,
    IReadOnlyList<SymbolDocument> Symbols,
    IReadOnlyDictionary<string, QualityDocument> Quality,
    IReadOnlyDictionary<string, string>? Hashes = null
)
{
    /// <summary>
    /// Symbols that were given a share of the cash although they have no valid candle. Only earlier versions put symbols into it; it is
    /// still written, because they require it.
    /// </summary>
    public IReadOnlyList<string> Empty { get; init; } = [];
}
