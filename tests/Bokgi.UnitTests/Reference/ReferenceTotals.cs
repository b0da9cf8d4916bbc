namespace Bokgi.UnitTests.Reference;

/// <summary>
/// Adds up the results of several pairs ("Run totals" in section 4 of the specification). A pair is one symbol traded by one strategy with a
/// separate account. All pairs have the same timeframe; the total has every time at which any pair has a bar.
/// </summary>
internal static class ReferenceTotals
{
    /// <param name="pairs">Each pair's symbol code and result, in the order of the run.</param>
    public static ReferenceResult Compute(IReadOnlyList<(string Symbol, ReferenceResult Result)> pairs)
    {
        if (pairs.Count == 0)
            throw new ArgumentException("a run without a pair has no totals; give at least one", nameof(pairs));

        List<ReferenceCurve> curves = [.. pairs.Select(pair => pair.Result.Curve)];
        List<long> times = [.. curves.SelectMany(curve => curve.Times).Distinct().Order()];
        List<ReferenceCurve> aligned = [.. curves.Select(curve => AlignTo(curve, times))];
        var total = new ReferenceCurve(
            curves[0].Timeframe,
            curves.Sum(curve => curve.Initial),
            times,
            [.. times.Select((_, i) => aligned.Sum(curve => curve.Equity[i]))],
            [.. times.Select((_, i) => aligned.Any(curve => curve.HasPosition[i]))]
        );

        List<ReferenceTrade> trades = [.. pairs.SelectMany(pair => pair.Result.Trades)];
        List<ReferenceSignal> signals = [.. pairs.SelectMany(pair => pair.Result.Signals)];
        var unfilled = pairs.Sum(pair => pair.Result.UnfilledEntries);
        var tooSmall = pairs.Sum(pair => pair.Result.TooSmallEntries);
        var buyAndHold = pairs.DistinctBy(pair => pair.Symbol).Average(pair => pair.Result.Figures["buy_and_hold_return"]!.Value);
        var figures = ReferenceFigures.Compute(total, trades, signals.Count, unfilled, buyAndHold, tooSmall);
        var study = new ReferenceStudy([.. pairs.SelectMany(pair => pair.Result.Study.Returns)]);
        return new ReferenceResult(signals, trades, unfilled, total, figures, study) { TooSmallEntries = tooSmall };
    }

    // In a gap, equity keeps its last value and a position stays open; after the last bar, everything is cash.
    private static ReferenceCurve AlignTo(ReferenceCurve curve, List<long> times)
    {
        List<double> equity = [];
        List<bool> hasPosition = [];
        var barsSoFar = 0;
        foreach (var time in times)
        {
            while (barsSoFar < curve.Times.Count && curve.Times[barsSoFar] <= time)
                barsSoFar++;
            equity.Add(barsSoFar == 0 ? curve.Initial : curve.Equity[barsSoFar - 1]);
            hasPosition.Add(barsSoFar > 0 && time <= curve.Times[^1] && curve.HasPosition[barsSoFar - 1]);
        }

        return curve with
        {
            Times = times,
            Equity = equity,
            HasPosition = hasPosition,
        };
    }
}
