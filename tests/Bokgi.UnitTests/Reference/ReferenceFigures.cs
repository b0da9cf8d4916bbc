using Bokgi.Markets;

namespace Bokgi.UnitTests.Reference;

/// <summary>The figures by name (section 4 of the specification), computed from their definitions.</summary>
internal static class ReferenceFigures
{
    private const double YearMicroseconds = 365.0 * UnixTime.MicrosecondsPerDay;

    public static Dictionary<string, double?> Compute(
        ReferenceCurve curve,
        IReadOnlyList<ReferenceTrade> trades,
        int signalCount,
        int unfilled,
        double buyAndHold,
        int tooSmall = 0
    )
    {
        var figures = new Dictionary<string, double?>
        {
            ["bars"] = curve.Times.Count,
            ["signals"] = signalCount,
            ["trades"] = trades.Count,
            ["unfilled"] = unfilled,
            ["too_small"] = tooSmall,
            ["exposure"] = curve.HasPosition.Count(hasPosition => hasPosition) / (double)curve.Times.Count,
            ["buy_and_hold_return"] = buyAndHold,
            ["fees_paid"] = trades.Sum(trade => trade.Fees),
            ["slippage_paid"] = trades.Sum(trade => trade.SlippageCost),
        };
        AddTradeFigures(figures, trades);
        AddCurveFigures(figures, curve, trades.Count);
        return figures;
    }

    private static void AddTradeFigures(Dictionary<string, double?> figures, IReadOnlyList<ReferenceTrade> trades)
    {
        var count = trades.Count;
        List<double> pnls = [.. trades.Select(trade => trade.Pnl)];
        List<double> returns = [.. trades.Select(trade => trade.Return).Order()];
        List<double> wins = [.. pnls.Where(pnl => pnl > 0)];
        List<double> losses = [.. pnls.Where(pnl => pnl < 0).Select(pnl => -pnl)];

        figures["win_rate"] = count == 0 ? null : wins.Count / (double)count;
        figures["avg_return"] = Mean(returns);
        figures["median_return"] = count == 0 ? null : (returns[(count - 1) / 2] + returns[count / 2]) / 2;
        figures["best_return"] = count == 0 ? null : returns[^1];
        figures["worst_return"] = count == 0 ? null : returns[0];
        figures["profit_factor"] = IsNegligible(losses.Sum(), wins.Sum()) ? null : wins.Sum() / losses.Sum();
        figures["expectancy"] = Mean(pnls);
        figures["payoff_ratio"] =
            losses.Count == 0 || wins.Count == 0 || IsNegligible(losses.Average(), wins.Average()) ? null : Mean(wins) / Mean(losses);
        figures["sqn"] = IsConstant(pnls) ? null : Math.Sqrt(count) * Mean(pnls) / SampleDeviation(pnls);
        figures["avg_hold_bars"] = Mean([.. trades.Select(trade => (double)trade.BarsHeld)]);
        figures["avg_hold_seconds"] = Mean([.. trades.Select(HoldSeconds)]);
    }

    private static void AddCurveFigures(Dictionary<string, double?> figures, ReferenceCurve curve, int tradeCount)
    {
        var finalEquity = curve.Equity[^1];
        var growth = finalEquity / curve.Initial;
        double span = curve.Timeframe.EndOf(curve.Times[^1]) - curve.Times[0];
        var returns = Returns(curve);
        var annualFactor = Math.Sqrt(curve.Timeframe.BarsPerYear);
        var downside = returns is null ? 0 : Math.Sqrt(returns.Sum(r => Math.Min(r, 0) * Math.Min(r, 0)) / returns.Count);
        var drawdown = MaxDrawdown(curve);
        double? cagr =
            span < UnixTime.MicrosecondsPerDay || finalEquity <= 0
                ? null
                : NullIfNotFinite(Math.Pow(growth, 1 / (span / YearMicroseconds)) - 1);
        var isConstant = returns is null || IsConstant(returns);

        figures["total_return"] = growth - 1;
        figures["cagr"] = cagr;
        figures["volatility"] =
            tradeCount == 0 ? 0
            : returns is null || returns.Count < 2 ? null
            : isConstant ? 0
            : SampleDeviation(returns) * annualFactor;
        figures["sharpe"] = isConstant ? null : Mean(returns!) / SampleDeviation(returns!) * annualFactor;
        figures["sortino"] = isConstant || IsNegligible(downside, returns!.Average()) ? null : Mean(returns!) / downside * annualFactor;
        figures["max_drawdown"] = drawdown;
        figures["max_drawdown_duration_seconds"] = LongestTimeBelowPeak(curve) / (double)UnixTime.MicrosecondsPerSecond;
        figures["calmar"] = IsNegligible(drawdown, 1) ? null : NullIfNotFinite(cagr / drawdown);
    }

    private static double HoldSeconds(ReferenceTrade trade) =>
        (trade.ExitTimeUtc - trade.EntryTimeUtc) / (double)UnixTime.MicrosecondsPerSecond;

    /// <summary>The return of each bar; null if a bar starts with zero or negative equity, which gives no return.</summary>
    private static List<double>? Returns(ReferenceCurve curve)
    {
        List<double> equityAtBarStart = [curve.Initial, .. curve.Equity.SkipLast(1)];
        return equityAtBarStart.Any(equity => equity <= 0)
            ? null
            : [.. curve.Equity.Zip(equityAtBarStart, (now, previous) => (now / previous) - 1)];
    }

    private static double MaxDrawdown(ReferenceCurve curve)
    {
        var peak = curve.Initial;
        var deepest = 0.0;
        foreach (var equity in curve.Equity)
        {
            peak = Math.Max(peak, equity);
            deepest = Math.Max(deepest, 1 - (equity / peak));
        }

        return deepest;
    }

    private static long LongestTimeBelowPeak(ReferenceCurve curve)
    {
        List<double> marks = [curve.Initial, .. curve.Equity];
        List<long> markTimes = [curve.Times[0], .. curve.Times.Select(curve.Timeframe.EndOf)];
        var (highest, longest) = (0.0, 0L);
        for (var peak = 0; peak < marks.Count - 1; peak++)
        {
            highest = Math.Max(highest, marks[peak]);
            var fallsFromPeak = marks[peak] >= highest && marks[peak + 1] < marks[peak];
            if (!fallsFromPeak)
                continue;
            var recovery = marks.FindIndex(peak + 1, mark => mark >= marks[peak]);
            var endTime = recovery < 0 ? markTimes[^1] : markTimes[recovery];
            longest = Math.Max(longest, endTime - markTimes[peak]);
        }

        return longest;
    }

    // Annualizing a few lucky days can exceed the range of a double.
    private static double? NullIfNotFinite(double? value) => value is { } number && double.IsFinite(number) ? number : null;

    private static double? Mean(List<double> values) => values.Count == 0 ? null : values.Sum() / values.Count;

    private static double SampleDeviation(List<double> values)
    {
        var mean = values.Sum() / values.Count;
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
    }

    private static bool IsConstant(List<double> values) => values.Count < 2 || IsNegligible(SampleDeviation(values), values.Average());

    /// <summary>
    /// Whether a divisor counts as zero. The specification says: "A standard deviation within rounding of the mean counts as zero"; the
    /// same applies to every other divisor.
    /// </summary>
    private static bool IsNegligible(double divisor, double comparedTo) => divisor <= 1e-12 * Math.Abs(comparedTo);
}
