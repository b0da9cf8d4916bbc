using Bokgi.Backtesting;
using Bokgi.Host.Backtests.Documents;
using Bokgi.Host.Backtests.Requests;

namespace Bokgi.Host.Backtests;

/// <summary>What came of the symbols of a run, or of a piece of it.</summary>
/// <param name="Symbols">Their figures, in the run's order.</param>
/// <param name="Quality">By symbol, the quality of its candles.</param>
internal sealed record SymbolOutcome(IReadOnlyList<SymbolDocument> Symbols, IReadOnlyDictionary<string, QualityDocument> Quality)
{
    /// <param name="report">What the engine gave.</param>
    /// <param name="source">Who gave it the candles.</param>
    public static SymbolOutcome Of(BacktestReport report, LakeCandleSource source) =>
        new(
            [.. report.Symbols.Select(each => SymbolDocument.Of(each, source.Fingerprint(each.Symbol)))],
            report.Symbols.ToDictionary(each => each.Symbol.Code, each => QualityDocument.Of(each.Quality, source.Continuity(each.Symbol)))
        );
}
