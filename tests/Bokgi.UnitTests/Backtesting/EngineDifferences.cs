using Bokgi.Backtesting;
using Bokgi.Performance;
using Bokgi.Series;
using Bokgi.Strategies;
using Bokgi.Trading;
using Bokgi.UnitTests.Reference;

namespace Bokgi.UnitTests.Backtesting;

/// <summary>Describes the differences between the engine's results and the reference engine's; empty if they agree.</summary>
internal static class EngineDifferences
{
    // Doubles below it lose precision gradually; runs whose costs consume all the money reach such values.
    private const double SmallestNormal = 2.3e-308;

    /// <summary>Compares signals bit for bit, including all details.</summary>
    public static IEnumerable<string> OfSignals(
        IReadOnlyList<SignalRecord> actual,
        IReadOnlyList<ReferenceSignal> expected,
        IReadOnlyList<Candle> candles,
        int warmup
    )
    {
        if (actual.Count != expected.Count)
            yield return $"{actual.Count} signals instead of {expected.Count}";
        foreach (var (own, other) in actual.Zip(expected))
        {
            var wanted = new SignalRecord(
                other.Bar - warmup,
                other.TimeUtc,
                new Signal(other.Price, other.Confidence, Details(other, candles[other.Bar]))
            );
            if (own != wanted)
                yield return $"signal {own} instead of {wanted}";
        }
    }

    /// <summary>Compares times, bars, sides and reasons exactly, prices and quantities bit for bit, and money to 1e-9.</summary>
    public static IEnumerable<string> OfTrades(IReadOnlyList<Trade> actual, IReadOnlyList<ReferenceTrade> expected, int warmup)
    {
        if (actual.Count != expected.Count)
            yield return $"{actual.Count} trades instead of {expected.Count}";
        foreach (var (own, other) in actual.Zip(expected))
        {
            var facts = (own.EntryBar, own.ExitBar, own.BarsHeld, own.EntryTimeUtc, own.ExitTimeUtc, EngineRun.Name(own.ExitReason));
            var wanted = (
                other.EntryBar - warmup,
                other.ExitBar - warmup,
                other.BarsHeld,
                other.EntryTimeUtc,
                other.ExitTimeUtc,
                other.ExitReason
            );
            var fills = (own.EntryPrice, own.ExitPrice, own.Quantity, own.Confidence);
            var wantedFills = (other.EntryPrice, other.ExitPrice, other.Quantity, other.Confidence);
            if (facts != wanted || fills != wantedFills)
                yield return FormattableString.Invariant($"trade {facts} {fills} instead of {wanted} {wantedFills}");
            if (!IsSameMoney(own, other))
                yield return FormattableString.Invariant($"money of {own} instead of {other}");
        }
    }

    /// <summary>Compares equity to 1e-9 of the cash or of the equity, whichever is larger.</summary>
    public static IEnumerable<string> OfEquity(ReadOnlySpan<double> actual, ReferenceCurve expected)
    {
        List<string> differences = [];
        if (actual.Length != expected.Equity.Count)
            differences.Add($"{actual.Length} equity values instead of {expected.Equity.Count}");
        for (var i = 0; i < Math.Min(actual.Length, expected.Equity.Count); i++)
        {
            if (!(Math.Abs(actual[i] - expected.Equity[i]) <= 1e-9 * Math.Max(expected.Initial, expected.Equity[i])))
                differences.Add(FormattableString.Invariant($"equity {i} is {actual[i]:R} instead of {expected.Equity[i]:R}"));
        }

        return differences;
    }

    /// <summary>Compares every figure; counts must be equal.</summary>
    public static IEnumerable<string> OfFigures(PerformanceReport actual, ReferenceResult expected)
    {
        var own = EngineRun.Figures(actual);
        var wanted = new Dictionary<string, double?>(expected.Figures)
        {
            ["first"] = expected.Curve.Times[0],
            ["last"] = expected.Curve.Times[^1],
            ["study.samples"] = expected.Study.Samples,
            ["study.win_rate"] = expected.Study.WinRate,
            ["study.avg_return"] = expected.Study.AverageReturn,
        };
        var tolerance = new FigureTolerance(expected);
        foreach (var name in own.Keys.Union(wanted.Keys))
        {
            if (!tolerance.IsEqual(name, own[name], wanted[name]))
                yield return FormattableString.Invariant($"{name} is {own[name]:R} instead of {wanted[name]:R}");
        }
    }

    private static SignalDetails Details(ReferenceSignal signal, in Candle candle) =>
        signal.Resistance is { } resistance
            ? new SignalDetails(resistance, signal.Level!.Value, signal.ZoneAgeBars!.Value, signal.ZoneAgeDays!.Value)
            : new SignalDetails(signal.MovingAverage!.Value, signal.Ratio!.Value, (candle.Close - candle.Open) / candle.Open);

    private static bool IsSameMoney(in Trade own, ReferenceTrade other) =>
        IsNear(own.Pnl, other.Pnl, other.EntryCost)
        && IsNear(own.Return, other.Return, 1)
        && IsNear(own.Fees, other.Fees, other.EntryCost)
        && IsNear(own.SlippageCost, other.SlippageCost, other.EntryCost)
        && IsNear(own.MaximumAdverseExcursion, other.AdverseExcursion, 1)
        && IsNear(own.MaximumFavourableExcursion, other.FavourableExcursion, 1);

    private static bool IsNear(double actual, double expected, double scale) =>
        Math.Abs(actual - expected) <= SmallestNormal + (1e-9 * Math.Max(Math.Abs(expected), scale));
}
