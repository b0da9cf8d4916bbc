using Bokgi.Host.Reports.Charts;
using CsCheck;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Reports.Charts;

public class CurveDownsamplingTests
{
    private const int MinPoints = 10;
    private const int PointsPerSection = 5; // minimum and maximum of equity and of buy-and-hold, and the deepest drawdown

    // Few distinct values produce plateaus, and curves that reach the same extreme several times.
    private static readonly Gen<double> Money = Gen.OneOf(Gen.Double[1, 1e9], Gen.Int[1, 4].Select(step => 1e6 * step));

    private static readonly Gen<(RunCurve Curve, int Points)> Cases =
        from count in Gen.OneOf(Gen.Int[1, 40], Gen.Int[1, 2_000])
        from equity in Money.Array[count]
        from buyAndHold in Money.Array[count]
        from hasBuyAndHold in Gen.Bool
        from points in Gen.OneOf(
            Gen.Int[MinPoints, 60],
            Gen.Int[MinPoints, 2_100],
            Gen.Int[-1, 1].Select(offset => Math.Max(MinPoints, count + offset))
        )
        select (CreateCurve(equity, hasBuyAndHold ? buyAndHold : null), points);

    [Fact]
    public void SelectPoints_AnyCurve_KeepsEndsAndTheExtremesOfEachLine() =>
        Check(
            (curve, points, kept) =>
            {
                var count = curve.Times.Length;
                kept.Length.ShouldBeLessThanOrEqualTo(points);
                kept.Zip(kept.Skip(1)).All(pair => pair.First < pair.Second).ShouldBeTrue("the indexes rise");
                (kept[0], kept[^1]).ShouldBe((0, count - 1));
                foreach (var line in Lines(curve))
                {
                    var keptValues = kept.Select(i => line[i]).ToArray();
                    (keptValues.Min(), keptValues.Max()).ShouldBe((line.Min(), line.Max()));
                }
            }
        );

    // SelectPoints divides the curve into sections and must keep the extremes of each, so that a chart shows every peak and trough.
    [Fact]
    public void SelectPoints_AnyCurve_KeepsTheExtremesOfEverySection() =>
        Check(
            (curve, points, kept) =>
            {
                var count = curve.Times.Length;
                if (count <= points)
                    return; // all points are kept
                var sections = (points - 2) / PointsPerSection;
                for (var section = 0; section < sections; section++)
                {
                    var (from, to) = ((int)((long)count * section / sections), (int)((long)count * (section + 1) / sections));
                    var inside = kept.Where(i => i >= from && i < to).ToList();
                    (inside.Min(i => curve.Equity[i]), inside.Max(i => curve.Equity[i])).ShouldBe(
                        (curve.Equity[from..to].Min(), curve.Equity[from..to].Max())
                    );
                    inside.Max(i => curve.Drawdown[i]).ShouldBe(curve.Drawdown[from..to].Max());
                    if (curve.BuyAndHold is { } buyAndHold)
                        (inside.Min(i => buyAndHold[i]), inside.Max(i => buyAndHold[i])).ShouldBe(
                            (buyAndHold[from..to].Min(), buyAndHold[from..to].Max())
                        );
                }
            }
        );

    [Fact]
    public void SelectPoints_CurveFitsOrZeroRequested_KeepsAll() =>
        Check(
            (curve, points, kept) =>
            {
                if (curve.Times.Length <= points)
                    kept.ShouldBe(Enumerable.Range(0, curve.Times.Length));
                // Zero requested points means all of them.
                CurveDownsampling.SelectPoints(curve, 0).ShouldBe(Enumerable.Range(0, curve.Times.Length));
            }
        );

    [Fact]
    public void SelectPoints_Plateau_KeepsTheFirstPointOfEachSection() =>
        // 12 points are the two ends, and five for each of two sections.
        CurveDownsampling.SelectPoints(CreateCurve([.. Enumerable.Repeat(5.0, 100)], null), 12).ShouldBe([0, 50, 99]);

    [Fact]
    public void SelectPoints_OnePeakAndOneTrough_KeepsBoth()
    {
        var equity = Enumerable.Repeat(100.0, 1_000).ToArray();
        (equity[333], equity[777]) = (250, 20);

        var kept = CurveDownsampling.SelectPoints(CreateCurve(equity, null), 10);

        kept.ShouldBe([0, 333, 777, 999]);
    }

    private static void Check(Action<RunCurve, int, int[]> check) =>
        Cases.Sample(
            sample => check(sample.Curve, sample.Points, CurveDownsampling.SelectPoints(sample.Curve, sample.Points)),
            iter: Iterations.Scale(3_000)
        );

    private static IEnumerable<double[]> Lines(RunCurve curve) =>
        curve.BuyAndHold is { } buyAndHold ? [curve.Equity, curve.Drawdown, buyAndHold] : [curve.Equity, curve.Drawdown];

    private static RunCurve CreateCurve(double[] equity, double[]? buyAndHold)
    {
        var peak = equity[0];
        var drawdown = new double[equity.Length];
        for (var i = 0; i < equity.Length; i++)
        {
            peak = Math.Max(peak, equity[i]);
            drawdown[i] = 1 - (equity[i] / peak);
        }

        return new RunCurve([.. Enumerable.Range(0, equity.Length).Select(i => 60_000_000L * i)], equity, drawdown, buyAndHold, equity[0]);
    }
}
