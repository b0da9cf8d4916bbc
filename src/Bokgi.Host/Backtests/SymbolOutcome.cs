using Bokgi.Backtesting;
using Bokgi.Host.Runs.Documents;

namespace Bokgi.Host.Backtests;

/// <summary>The results of the symbols of a run or of a piece.</summary>
/// <param name="Symbols">Their figures, in the run's order.</param>
/// <param name="Quality">The quality of the candles, by symbol.</param>
internal sealed record SymbolOutcome(IReadOnlyList<SymbolDocument> Symbols, IReadOnlyDictionary<string, QualityDocument> Quality)
{
    /// <param name="report">The engine's report.</param>
    /// <param name="source">The source of the candles.</param>
    public static SymbolOutcome Of(BacktestReport report, LakeCandleSource source) =>
        new(
            [.. report.Symbols.Select(each => SymbolDocument.Of(each, source.Fingerprint(each.Symbol)))],
            report.Symbols.ToDictionary(each => each.Symbol.Code, each => QualityDocument.Of(each.Quality, source.Continuity(each.Symbol)))
        );
}
