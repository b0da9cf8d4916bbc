using Bokgi.Host.Runs.Documents;
using Bokgi.Host.Runs.Requests;

namespace Bokgi.Host.Backtests;

/// <summary>The requested symbols that a run skips, because they have no usable candle: none at all, or only invalid ones.</summary>
internal static class SkippedSymbols
{
    private const int MaximumListed = 10;

    /// <summary>The plan's symbols that are not among the used ones, in the plan's order, each with the reason.</summary>
    /// <exception cref="LakeException">A file is malformed.</exception>
    public static IReadOnlyList<SkippedSymbolDocument> Describe(CandleLake lake, BacktestPlan plan, IEnumerable<string> usedSymbols) =>
        [.. plan.Request.Symbols.ExceptBy(usedSymbols, symbol => symbol.Code).Select(symbol => Describe(lake, plan, symbol))];

    /// <summary>The error of a run that would skip all its symbols.</summary>
    public static LakeException CreateException(CandleLake lake, BacktestPlan plan)
    {
        var invalid = Describe(lake, plan, []).Where(each => each.Invalid > 0).ToList();
        var range = $"{plan.Form.StartDate} to {plan.Form.EndDate}";
        if (invalid.Count == 0)
            return new LakeException(
                LakeErrorKind.NotFound,
                $"no candle of {string.Join(", ", plan.Request.Symbols.Take(MaximumListed))} at {plan.Request.Timeframe} lies in {range}; the inventory of the candles lists what is stored"
            );
        var found = invalid.Take(MaximumListed).Select(each => $"{each.Invalid} of {each.Symbol} ({string.Join(", ", each.Reasons)})");
        return new LakeException(
            LakeErrorKind.NotFound,
            $"all candles at {plan.Request.Timeframe} that lie in {range} are invalid: {string.Join(", ", found)}; see the quality report of the candles, and import corrected ones"
        );
    }

    public static SkippedSymbolDocument Describe(CandleLake lake, BacktestPlan plan, Symbol symbol)
    {
        var quality = lake.Quality(symbol, plan.Request.Timeframe, plan.Request.Range);
        var reasons = quality.InvalidBars.CountBy(bar => bar.Fault).OrderByDescending(each => each.Value).ThenBy(each => each.Key);
        // If valid candles were added since the run started, the symbol counts as having had no candles.
        return quality.Rows == quality.InvalidBars.Count
            ? new SkippedSymbolDocument(symbol.Code, quality.Rows, [.. reasons.Select(each => WireNames.Of(each.Key))])
            : new SkippedSymbolDocument(symbol.Code, 0, []);
    }
}
