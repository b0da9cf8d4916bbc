using Bokgi.Kernels;
using CsCheck;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Kernels;

/// <summary>Sums, minima and maxima of sliding windows; one lane of a SIMD vector computes one window.</summary>
public class SlidingTests
{
    private static readonly Gen<double[]> Values = Gen.OneOf(Gen.Double[0, 1e9], Gen.Int[0, 9].Select(value => (double)value)).Array[1, 90];

    [Fact]
    public void Sums_AnyWindow_EqualSumsAddedInOrderInEveryLane() =>
        Gen.Select(Values, Gen.Int[1, 60])
            .Sample(
                (values, window) =>
                {
                    double[] column = [.. values, .. new double[100]]; // the last windows and lanes reach beyond the values
                    for (var i = 0; i < values.Length; i++)
                    {
                        ToArray<EightLanes>(Sliding.Sums<EightLanes>(ref column[i], window)).ShouldBe(ExpectedSums(column, i, 8, window));
                        ToArray<FourLanes>(Sliding.Sums<FourLanes>(ref column[i], window)).ShouldBe(ExpectedSums(column, i, 4, window));
                        ToArray<OneLane>(Sliding.Sums<OneLane>(ref column[i], window)).ShouldBe(ExpectedSums(column, i, 1, window));
                    }
                },
                iter: Iterations.Scale(300)
            );

    [Fact]
    public void MinimaAndMaxima_AnyWindow_AreThoseOfTheWindowAtEachIndex() =>
        Gen.Select(Values, Gen.Int[1, 90])
            .Sample(
                (values, anyWindow) =>
                {
                    var window = Math.Min(anyWindow, values.Length);
                    ShouldFindExtremes<EightLanes>(values, window);
                    ShouldFindExtremes<FourLanes>(values, window);
                    ShouldFindExtremes<OneLane>(values, window);
                },
                iter: Iterations.Scale(1_000)
            );

    [Fact]
    public void MinimaAndMaxima_ColumnWithoutRoomForAllLanes_AreRefused()
    {
        Should
            .Throw<ArgumentException>(() => Sliding.ReplaceWithMinima<EightLanes>(new double[12], count: 5, window: 2))
            .Message.ShouldContain("12");
        Should
            .Throw<ArgumentException>(() => Sliding.ReplaceWithMaxima<FourLanes>(new double[8], count: 5, window: 2))
            .Message.ShouldContain("5 values need a column of 9, not 8");
    }

    private static void ShouldFindExtremes<TLanes>(double[] values, int window)
        where TLanes : struct, ILanes<TLanes>
    {
        double[] minima = [.. values, .. Enumerable.Repeat(double.NaN, TLanes.Count)];
        double[] maxima = [.. minima];

        Sliding.ReplaceWithMinima<TLanes>(minima, values.Length, window);
        Sliding.ReplaceWithMaxima<TLanes>(maxima, values.Length, window);

        for (var i = 0; i + window <= values.Length; i++)
            (minima[i], maxima[i]).ShouldBe((values[i..(i + window)].Min(), values[i..(i + window)].Max()), $"{i} of {values.Length}");
    }

    private static double[] ToArray<TLanes>(TLanes lanes)
        where TLanes : struct, ILanes<TLanes>
    {
        var values = new double[TLanes.Count];
        lanes.Store(ref values[0], 0);
        return values;
    }

    private static double[] ExpectedSums(double[] column, int firstIndex, int lanes, int window) =>
        [.. Enumerable.Range(firstIndex, lanes).Select(i => OrderedSum.Compute(column.AsSpan(i, window)))];
}
