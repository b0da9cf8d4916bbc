using Bokgi.Host.Runs.Documents;

namespace Bokgi.Host.Reports.Comparison;

/// <summary>A difference that the figures do not show and that makes the runs hard to compare.</summary>
/// <param name="Kind">What differs.</param>
/// <param name="Message">A message for people.</param>
internal sealed record UnfairWarning(UnfairKind Kind, LocalizedText Message)
{
    private static readonly AccountRule[] Costs = [.. AccountRules.Common.Where(rule => rule.Group == AccountRuleGroup.Costs)];

    public static IReadOnlyList<UnfairWarning> FindAll(IReadOnlyList<RunDocument> runs) =>
        [.. Candidates(runs).Where(each => each.IsUnfair).Select(each => new UnfairWarning(each.Kind, each.Message))];

    private static IEnumerable<(UnfairKind Kind, bool IsUnfair, LocalizedText Message)> Candidates(IReadOnlyList<RunDocument> runs)
    {
        yield return (
            UnfairKind.Symbols,
            Differ(runs, run => string.Join(',', Symbols(run).Order(StringComparer.Ordinal))),
            new("종목이 서로 다릅니다", "the runs trade different symbols")
        );
        yield return (
            UnfairKind.Timeframe,
            Differ(runs, run => run.Timeframe),
            new("캔들 길이가 서로 다릅니다", "the candles are of different lengths")
        );
        yield return (
            UnfairKind.Range,
            Differ(runs, run => (run.Totals.First, run.Totals.Last)),
            new("기간이 서로 다릅니다", "the runs start or end at different bars")
        );
        string[] changed = [.. ChangedSymbols(runs)];
        yield return (
            UnfairKind.Candles,
            changed.Length > 0,
            new(
                $"실행 사이에 캔들이 바뀌었습니다: {string.Join(", ", changed)}",
                $"candles changed between the runs: {string.Join(", ", changed)}"
            )
        );
        yield return (
            UnfairKind.Costs,
            Costs.Any(rule => Differ(runs, run => rule.Get!(run.Account))),
            new("거래소 비용, 수수료나 슬리피지가 서로 다릅니다", "exchange costs, fees or slippage differ")
        );
        yield return (
            UnfairKind.Execution,
            Differ(runs, run => run.Account.Execution),
            new(
                "체결 방식이 서로 다릅니다. signal_close는 낙관적입니다",
                "orders are filled at different prices; signal_close is the optimistic one"
            )
        );
        yield return (
            UnfairKind.Cash,
            Differ(runs, run => run.InitialCash / run.Symbols.Count) && runs.Any(HasFixedOrderSize),
            new(
                "주문 금액이 고정인데 종목당 자금이 서로 다릅니다",
                "orders have fixed amounts, but the cash per symbol differs, so the returns cannot be compared"
            )
        );
        yield return (
            UnfairKind.Engine,
            Differ(runs, run => run.Metadata.EngineVersion),
            new("엔진 버전이 서로 다릅니다", "the runs were made by different versions of the engine")
        );
    }

    private static bool Differ<T>(IReadOnlyList<RunDocument> runs, Func<RunDocument, T> selector) =>
        runs.Select(selector).Distinct().Count() > 1;

    private static IEnumerable<string> Symbols(RunDocument run) =>
        run.Symbols.Where(symbol => symbol.IsActive).Select(symbol => symbol.Symbol);

    private static bool HasFixedOrderSize(RunDocument run) => run.Account.Sizing.Kind != SizingKind.EquityFraction;

    // Only runs that asked for the same candles can show that these have changed.
    private static IEnumerable<string> ChangedSymbols(IReadOnlyList<RunDocument> runs) =>
        runs.GroupBy(run => (run.Timeframe, run.Range(), run.Warmup))
            .SelectMany(comparableRuns => comparableRuns.SelectMany(run => run.Symbols).GroupBy(symbol => symbol.Symbol))
            .Where(symbolGroup => symbolGroup.Select(symbol => symbol.DataFingerprint).Distinct().Count() > 1)
            .Select(symbolGroup => symbolGroup.Key)
            .Distinct();
}
