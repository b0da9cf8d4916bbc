using Bokgi.Backtesting;
using Bokgi.Host.Runs.Documents;

namespace Bokgi.Host.Backtests;

/// <summary>The results of the symbols of a run or of a piece.</summary>
/// <param name="Symbols">Their figures, in the run's order.</param>
/// <param name="Quality">The quality of the candles, by symbol.</param>
internal sealed record SymbolOutcome(IReadOnlyList<SymbolDocument> Symbols, IReadOnlyDictionary<string, QualityDocument> Quality)
{
    /// <param name="reports">The engine's reports of the symbols.</param>
    /// <param name="source">The source of the candles.</param>
    public static SymbolOutcome Of(IReadOnlyList<SymbolReport> reports, LakeCandleSource source) =>
        new(
            [.. reports.Select(each => SymbolDocument.Of(each, source.Fingerprint(each.Symbol)))],
            reports.ToDictionary(each => each.Symbol.Code, each => QualityDocument.Of(each.Quality, source.Continuity(each.Symbol)))
        );
}
