using Bokgi.Performance;
using CsCheck;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Performance;

public class ReturnHistogramTests
{
    [Fact]
    public void Build_EightReturns_HasTheBinWidthOfFreedmanAndDiaconis()
    {
        // Sorted -4 -2 -1 0 1 2 3 5 (hundredths): quartiles -1.25 and 2.25, interquartile range (IQR) 3.5, bin width 2 * IQR / cube root of 8 = 3.5.
        var histogram = ReturnHistogram.Build([0.05, -0.04, 0, 0.01, -0.01, 0.02, -0.02, 0.03]);

        histogram.BinWidth.ShouldBe(0.035, 1e-12);
        histogram.Counts.ShouldBe([1, 2, 4, 1]);
        Edges(histogram).ShouldBe([-0.07, -0.035, 0, 0.035, 0.07], 1e-12);
        (histogram.Below, histogram.Above).ShouldBe((0, 0));
    }

    [Fact]
    public void Build_Outliers_AreCountedInTheBinsAtTheEnds()
    {
        double[] middle = [.. Enumerable.Range(-50, 101).Select(i => i / 1_000.0)];

        var histogram = ReturnHistogram.Build([.. middle, -0.9, 5, 6]);

        histogram.Counts.Sum().ShouldBe(104);
        (histogram.Below, histogram.Above).ShouldBe((1, 2));
        // Quartiles by definition 7 of Hyndman and Fan, at positions 25.75 and 77.25 of 104: -0.02525 and 0.02625, IQR 0.0515.
        histogram.BinWidth.ShouldBe(2 * 0.0515 / Math.Cbrt(104), 1e-9);
        // Outliers are more than three IQRs from the quartiles.
        var (lowerFence, upperFence) = (-0.02525 - (3 * 0.0515), 0.02625 + (3 * 0.0515));
        Edges(histogram)[0].ShouldBeInRange(lowerFence - histogram.BinWidth, lowerFence);
        Edges(histogram)[^1].ShouldBeInRange(upperFence, upperFence + histogram.BinWidth);
    }

    [Fact]
    public void Build_MostReturnsEqual_HasTheNumberOfBinsOfSturges()
    {
        // The IQR is 0; 8 returns over 0.08 give four bins of 0.02, plus one because 0.08 starts the next bin.
        var histogram = ReturnHistogram.Build([0, 0, 0, 0, 0, 0, 0, 0.08]);

        histogram.BinWidth.ShouldBe(0.02, 1e-12);
        histogram.Counts.ShouldBe([7, 0, 0, 0, 1]);
    }

    [Fact]
    public void Build_MostReturnsEqualAndFarFromZero_SpansMinimumToMaximum() =>
        ReturnHistogram.Build([0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.75]).BinWidth.ShouldBe(0.25 / 4);

    [Fact]
    public void Build_NarrowBinsOverAWideRange_AreWidenedToTheMaximumNumber()
    {
        // The IQR is 0.5. The bins cover the IQR and three more on either side: 3.5 in all. Freedman and Diaconis's bin width of 0.05 would
        // give 70 bins. Instead, 59 bin widths cover the range. Edges are multiples of the bin width, so there may be one bin more: 60, the maximum.
        double[] returns = [-10, .. Enumerable.Range(0, 8_000).Select(i => (i / 8_000.0) - 0.5), 10];

        ReturnHistogram.Build(returns).BinWidth.ShouldBe(3.5 / 59, 0.0005);
    }

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.0)]
    [InlineData(-0.5)]
    public void Build_OneReturn_HasOneBinThatContainsIt(double value)
    {
        var histogram = ReturnHistogram.Build([value]);

        histogram.Counts.ShouldBe([1]);
        value.ShouldBeInRange(histogram.LowerEdge(0) - 1e-12, histogram.LowerEdge(1));
    }

    [Fact]
    public void Build_NoReturnsOrNonFiniteOnes_IsEmptyOrRefused()
    {
        ReturnHistogram.Build([]).Counts.ShouldBeEmpty();
        Should.Throw<ArgumentException>(() => ReturnHistogram.Build([0, double.NaN])).Message.ShouldContain("finite");
        Should.Throw<ArgumentException>(() => ReturnHistogram.Build([0, double.PositiveInfinity])).Message.ShouldContain("finite");
    }

    [Fact]
    public void Build_AnyReturns_CountsEachInItsBin() =>
        Gen.OneOf(Gen.Double[-1, 3], Gen.Double[-0.01, 0.01], Gen.Int[-3, 3].Select(i => i / 100.0))
            .Array[1, 400]
            .Sample(
                returns =>
                {
                    var histogram = ReturnHistogram.Build(returns);

                    histogram.Counts.Sum().ShouldBe(returns.Length);
                    histogram.Counts.Count.ShouldBeInRange(1, ReturnHistogram.MaximumBins);
                    var edges = Edges(histogram);
                    for (var bin = 1; bin < histogram.Counts.Count - 1; bin++)
                    {
                        var (lowerEdge, upperEdge) = (edges[bin], edges[bin + 1]);
                        // Bin edges are rounded products, so a return on an edge may be counted on either side.
                        var strictlyInside = returns.Count(value => value > lowerEdge + 1e-12 && value < upperEdge - 1e-12);
                        var insideOrOnAnEdge = returns.Count(value => value >= lowerEdge - 1e-12 && value <= upperEdge + 1e-12);
                        histogram.Counts[bin].ShouldBeInRange(strictlyInside, insideOrOnAnEdge);
                    }

                    // 0 is an edge if the bins reach it.
                    edges.Any(edge => Math.Abs(edge) < 1e-12).ShouldBe(edges[0] <= 0 && edges[^1] >= 0);
                },
                iter: Iterations.Scale(300)
            );

    private static double[] Edges(ReturnHistogram histogram) =>
        [.. Enumerable.Range(0, histogram.Counts.Count + 1).Select(histogram.LowerEdge)];
}
