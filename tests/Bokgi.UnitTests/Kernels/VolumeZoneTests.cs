using Bokgi.Kernels;
using CsCheck;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Kernels;

public class VolumeZoneTests
{
    // The volume of the bar is spread evenly over the prices from 100 to 110, so the top 20 % of the volume lies above 108.
    [Theory]
    [InlineData(20, 0.2, 108.0, 16)]
    [InlineData(20, 0.3, 107.0, 14)]
    [InlineData(20, 1.0, 100.0, 0)]
    [InlineData(1, 0.2, 100.0, 0)]
    public void LowerEdge_OneWideBar_IsTheEdgeOfTheBinThatReachesTheShare(int bins, double share, double expected, int expectedBin)
    {
        var (edge, bin) = new ZoneWindow([100], [110], [100], bins, share).Search(0);

        edge.ShouldBe(expected, 1e-12);
        bin.ShouldBe(expectedBin);
    }

    // Each of the ten bins has a volume of 10 from the wide bar; the flat bar adds 50 to the bin from 104 to 105.
    [Theory]
    [InlineData(0.2, 107.0)]
    [InlineData(0.7, 104.0)]
    public void LowerEdge_FlatBarOnAnInnerEdge_CountsInTheBinAbove(double share, double expected) =>
        new ZoneWindow([100, 104], [110, 104], [100, 50], 10, share).Search(0).Edge.ShouldBe(expected, 1e-12);

    [Fact]
    public void LowerEdge_FlatBarsAtBothEnds_CountInTheLastAndFirstBin()
    {
        new ZoneWindow([100, 110], [100, 110], [1, 1], 10, 0.5).Search(0).Edge.ShouldBe(109, 1e-12);
        new ZoneWindow([100, 110], [100, 110], [1, 1], 10, 0.6).Search(9).Edge.ShouldBe(100);
    }

    [Fact]
    public void LowerEdge_AnyWindow_IsWhereTheVolumeOfTheBinsReachesTheTarget() =>
        ZoneWindow.Any.Sample(
            window =>
            {
                var (edge, bin) = window.Search(0);
                var volumeAbove = window.ComputeVolumesAboveEdges();
                var rounding = 1e-12 * volumeAbove[0];

                edge.ShouldBe(window.Edge(bin));
                (bin == 0 || volumeAbove[bin] >= window.TargetVolume - rounding).ShouldBeTrue("the bin reaches the target");
                (bin == window.Bins - 1 || volumeAbove[bin + 1] < window.TargetVolume + rounding).ShouldBeTrue("the bin above does not");
            },
            iter: Iterations.Scale(2_000)
        );

    [Fact]
    public void LowerEdge_AnyWindowAndFirstGuess_EqualsThePlainLoop() =>
        Gen.Select(ZoneWindow.Any, Gen.Int[-5, 1_010])
            .Sample(
                (window, guess) =>
                {
                    var bin = window.FindBinByPlainLoop();

                    window.Search(guess).ShouldBe((window.Edge(bin), bin));
                    window.Search(bin).ShouldBe((window.Edge(bin), bin));
                },
                iter: Iterations.Scale(2_000)
            );

    [Fact]
    public void LowerEdge_AnyFirstGuess_GivesTheSameBin()
    {
        for (var bins = 1; bins <= 60; bins++)
        {
            var window = new ZoneWindow([100, 103, 104], [110, 103, 106], [100, 50, 30], bins, 0.4);
            var expected = window.FindBinByPlainLoop();
            for (var guess = -10; guess <= bins + 10; guess++)
                window.Search(guess).Bin.ShouldBe(expected, $"{bins} bins from {guess}");
        }
    }

    [Fact]
    public void LowerEdge_VolumeThatIsNeverReached_IsTheLowestBin()
    {
        const double neverReached = double.PositiveInfinity;
        var bin = 3;

        VolumeZone.FindLowerEdge([110], [10], [100], bottom: 100, top: 110, bins: 10, neverReached, ref bin).ShouldBe(100);
        bin.ShouldBe(0);
    }

    // A bar's term (ceiling, rate) gives the bar's volume above an edge: (ceiling - edge) * rate, at least 0 and at most the bar's volume. The
    // ceiling of a flat bar is the next number above its price.
    [Theory]
    [InlineData(100, 110, 5, 110, 0.5)]
    [InlineData(100, 100.5, 0, 100.5, 0)]
    [InlineData(100, 100, 5, 100.00000000000001, double.MaxValue)]
    public void Term_SpanOrFlatBar_GivesItsCeilingAndRate(double low, double high, double volume, double ceiling, double rate) =>
        VolumeZone.ComputeTerm(low, high, volume).ShouldBe((ceiling, rate));

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    public void LowerEdge_SpansOfUnequalLength_AreRefused(int rateCount, int volumeCount) =>
        Should
            .Throw<ArgumentException>(() =>
            {
                var bin = 0;
                VolumeZone.FindLowerEdge(new double[2], new double[rateCount], new double[volumeCount], 1, 2, 1, 1, ref bin);
            })
            .Message.ShouldContain("differ in length");
}
