using Bokgi.Backtesting;
using Bokgi.Performance;
using Bokgi.Series;
using Bokgi.Strategies;
using Bokgi.Trading;
using Bokgi.UnitTests.Reference;

namespace Bokgi.UnitTests.Backtesting;

/// <summary>Describes how the engine's results differ from those of the reference engine. The lists are empty if they agree.</summary>
internal static class EngineDifferences
{
    // About the smallest normal double; smaller ones have fewer significant bits. Amounts get this small if costs consume all the money of a run.
    private const double SmallestNormal = 2.3e-308;

    /// <summary>Compares signals bit for bit, including all details.</summary>
    /// <param name="actual">The engine's signals, whose bars are counted from the end of the warm-up.</param>
    /// <param name="expected">The reference engine's signals, whose bars are counted from the first candle.</param>
    /// <param name="candles">All candles.</param>
    /// <param name="warmup">Number of bars of the warm-up.</param>
    public static IEnumerable<string> CompareSignals(
        IReadOnlyList<SignalRecord> actual,
        IReadOnlyList<ReferenceSignal> expected,
        IReadOnlyList<Candle> candles,
        int warmup
    )
    {
        if (actual.Count != expected.Count)
            yield return $"{actual.Count} signals instead of {expected.Count}";
        foreach (var (actualSignal, referenceSignal) in actual.Zip(expected))
        {
            var expectedSignal = new SignalRecord(
                referenceSignal.Bar - warmup,
                referenceSignal.TimeUtc,
                new Signal(referenceSignal.Price, referenceSignal.Confidence, Details(referenceSignal, candles[referenceSignal.Bar]))
            );
            if (actualSignal != expectedSignal)
                yield return $"signal {actualSignal} instead of {expectedSignal}";
        }
    }

    /// <summary>Compares money to within a relative 1e-9, everything else exactly.</summary>
    public static IEnumerable<string> CompareTrades(IReadOnlyList<Trade> actual, IReadOnlyList<ReferenceTrade> expected, int warmup)
    {
        if (actual.Count != expected.Count)
            yield return $"{actual.Count} trades instead of {expected.Count}";
        foreach (var (actualTrade, expectedTrade) in actual.Zip(expected))
        {
            var facts = (
                actualTrade.EntryBar,
                actualTrade.ExitBar,
                actualTrade.BarsHeld,
                actualTrade.EntryTimeUtc,
                actualTrade.ExitTimeUtc,
                EngineConversions.ToName(actualTrade.ExitReason)
            );
            var expectedFacts = (
                expectedTrade.EntryBar - warmup,
                expectedTrade.ExitBar - warmup,
                expectedTrade.BarsHeld,
                expectedTrade.EntryTimeUtc,
                expectedTrade.ExitTimeUtc,
                expectedTrade.ExitReason
            );
            var fills = (actualTrade.EntryPrice, actualTrade.ExitPrice, actualTrade.Quantity, actualTrade.Confidence);
            var expectedFills = (expectedTrade.EntryPrice, expectedTrade.ExitPrice, expectedTrade.Quantity, expectedTrade.Confidence);
            if (facts != expectedFacts || fills != expectedFills)
                yield return FormattableString.Invariant($"trade {facts} {fills} instead of {expectedFacts} {expectedFills}");
            if (!IsSameMoney(actualTrade, expectedTrade))
                yield return FormattableString.Invariant($"money of {actualTrade} instead of {expectedTrade}");
        }
    }

    /// <summary>Compares equity to within 1e-9 of the initial cash or of the equity, whichever is larger.</summary>
    public static IEnumerable<string> CompareEquity(ReadOnlySpan<double> actual, ReferenceCurve expected)
    {
        List<string> differences = [];
        if (actual.Length != expected.Equity.Count)
            differences.Add($"{actual.Length} equity values instead of {expected.Equity.Count}");
        for (var i = 0; i < Math.Min(actual.Length, expected.Equity.Count); i++)
        {
            // Negated, so that NaN counts as a difference.
            if (!(Math.Abs(actual[i] - expected.Equity[i]) <= 1e-9 * Math.Max(expected.Initial, expected.Equity[i])))
                differences.Add(FormattableString.Invariant($"equity {i} is {actual[i]:R} instead of {expected.Equity[i]:R}"));
        }

        return differences;
    }

    /// <summary>Compares every figure to within its <see cref="FigureTolerance"/>.</summary>
    public static IEnumerable<string> CompareFigures(PerformanceReport actual, ReferenceResult expected)
    {
        var actualFigures = EngineConversions.ToNamedFigures(actual);
        var expectedFigures = new Dictionary<string, double?>(expected.Figures)
        {
            ["first"] = expected.Curve.Times[0],
            ["last"] = expected.Curve.Times[^1],
            ["study.samples"] = expected.Study.Samples,
            ["study.win_rate"] = expected.Study.WinRate,
            ["study.avg_return"] = expected.Study.AverageReturn,
        };
        var tolerance = new FigureTolerance(expected);
        foreach (var name in actualFigures.Keys.Union(expectedFigures.Keys))
        {
            if (!tolerance.IsEqual(name, actualFigures[name], expectedFigures[name]))
                yield return FormattableString.Invariant($"{name} is {actualFigures[name]:R} instead of {expectedFigures[name]:R}");
        }
    }

    private static SignalDetails Details(ReferenceSignal signal, in Candle candle) =>
        signal.Resistance is { } resistance
            ? new SignalDetails(resistance, signal.Level!.Value, signal.ZoneAgeBars!.Value, signal.ZoneAgeDays!.Value)
            : new SignalDetails(signal.MovingAverage!.Value, signal.Ratio!.Value, (candle.Close - candle.Open) / candle.Open);

    private static bool IsSameMoney(in Trade actual, ReferenceTrade expected) =>
        IsNear(actual.Pnl, expected.Pnl, expected.EntryCost)
        && IsNear(actual.Return, expected.Return, 1)
        && IsNear(actual.Fees, expected.Fees, expected.EntryCost)
        && IsNear(actual.SlippageCost, expected.SlippageCost, expected.EntryCost)
        && IsNear(actual.MaximumAdverseExcursion, expected.AdverseExcursion, 1)
        && IsNear(actual.MaximumFavourableExcursion, expected.FavourableExcursion, 1);

    private static bool IsNear(double actual, double expected, double scale) =>
        Math.Abs(actual - expected) <= SmallestNormal + (1e-9 * Math.Max(Math.Abs(expected), scale));
}
