using Bokgi.UnitTests.Reference;

namespace Bokgi.UnitTests.Backtesting;

/// <summary>
/// How far two correct computations of a figure may differ: by 1e-9 of the figure, plus the rounding error of the sum or ratio that it is
/// computed from.
/// </summary>
/// <remarks>
/// Both engines compute practically the same equity and P&amp;L, but add them up in a different order. A sum of terms of size x has an
/// error of about x * 1e-16 per term. If a mean is divided by a deviation, its error is divided by the deviation, too. If the returns differ
/// from each other by rounding only, the ratio is meaningless.
/// </remarks>
internal sealed class FigureTolerance
{
    private const double RelativeTolerance = 1e-9;

    // The rounding error allowed in a sum or mean, relative to its largest term.
    private const double Rounding = 1e-13;

    // About the smallest normal double; smaller ones have fewer significant bits. Amounts get this small if costs consume all the money of a run.
    private const double SmallestNormal = 2.3e-308;

    private readonly Dictionary<string, double> absoluteTolerances;

    // Figures that rounding may make null: the spread by which they are divided is close to the limit below which it counts as zero.
    private readonly HashSet<string> illConditioned = [];

    public FigureTolerance(ReferenceResult result)
    {
        var returns = result
            .Curve.Equity.Zip(result.Curve.Equity.Prepend(result.Curve.Initial), (current, previous) => (current / previous) - 1)
            .ToList();
        var annualization = Math.Sqrt(result.Curve.Timeframe.BarsPerYear);
        var roundingError = Rounding * LargestMagnitude(returns);
        var downsideDeviation = Math.Sqrt(returns.Sum(r => Math.Min(r, 0) * Math.Min(r, 0)) / returns.Count);
        List<double> pnls = [.. result.Trades.Select(trade => trade.Pnl)];
        absoluteTolerances = new Dictionary<string, double>
        {
            ["volatility"] = roundingError * annualization,
            ["sharpe"] = RatioError(roundingError, returns.Sum() / returns.Count, StandardDeviation(returns)) * annualization,
            ["sortino"] = roundingError / downsideDeviation * annualization,
            ["avg_return"] = Rounding * LargestMagnitude(result.Trades.Select(trade => trade.Return)),
            ["expectancy"] = Rounding * LargestMagnitude(pnls),
            ["sqn"] =
                RatioError(Rounding * LargestMagnitude(pnls), pnls.Sum() / pnls.Count, StandardDeviation(pnls)) * Math.Sqrt(pnls.Count),
            ["study.avg_return"] = Rounding * LargestMagnitude(result.Study.Returns),
        };
        var mean = Math.Abs(returns.Sum() / returns.Count);
        if (IsBorderline(StandardDeviation(returns), mean))
            illConditioned.UnionWith(["sharpe", "sortino"]);
        if (IsBorderline(downsideDeviation, mean))
            illConditioned.Add("sortino");
        if (IsBorderline(StandardDeviation(pnls), Math.Abs(pnls.Sum() / pnls.Count)))
            illConditioned.Add("sqn");
    }

    public bool IsEqual(string name, double? actual, double? expected)
    {
        if (actual == expected)
            return true;

        // The engines must agree on whether a figure is null, unless rounding decides that.
        if (actual is null || expected is null)
            return illConditioned.Contains(name);
        var absoluteTolerance = absoluteTolerances.GetValueOrDefault(name);

        // If the tolerance is NaN, or 1 or more, the figure consists of rounding errors only.
        if (!(absoluteTolerance < 1))
            return true;
        return Math.Abs(actual.Value - expected.Value)
            <= (RelativeTolerance * Math.Abs(expected.Value)) + absoluteTolerance + SmallestNormal;
    }

    // Both engines treat a spread of at most 1e-12 of the mean as zero. Near this limit, rounding errors can make them disagree.
    private static bool IsBorderline(double spread, double mean) => spread / mean is > 0.9e-12 and < 1.1e-12;

    private static double LargestMagnitude(IEnumerable<double> values) => values.Select(Math.Abs).DefaultIfEmpty().Max();

    private static double RatioError(double roundingError, double mean, double deviation) =>
        roundingError / deviation * (1 + Math.Abs(mean / deviation));

    private static double StandardDeviation(List<double> values)
    {
        var mean = values.Sum() / values.Count;
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
    }
}
