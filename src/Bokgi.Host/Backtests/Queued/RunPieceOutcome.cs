using Bokgi.Host.Runs.Documents;

namespace Bokgi.Host.Backtests.Queued;

/// <summary>
/// The result of a piece of a run. The files that the piece wrote are in the folder of its attempt; <c>Hashes</c> has a hash of each, or is
/// null if an earlier version wrote them.
/// </summary>
internal sealed record RunPieceOutcome(
    string Attempt,
    IReadOnlyList<SymbolDocument> Symbols,
    IReadOnlyDictionary<string, QualityDocument> Quality,
    IReadOnlyDictionary<string, string>? Hashes = null
)
{
    /// <summary>
    /// Symbols without a valid candle that nevertheless got a share of the cash. Only earlier versions put symbols into this list. This
    /// version still writes the empty list, because earlier versions require the property.
    /// </summary>
    public IReadOnlyList<string> Empty { get; init; } = [];
}
