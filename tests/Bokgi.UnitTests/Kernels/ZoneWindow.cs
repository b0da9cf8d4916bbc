using Bokgi.Kernels;
using CsCheck;

namespace Bokgi.UnitTests.Kernels;

/// <summary>
/// A window of bars whose volume zone is searched. Calls the kernel <see cref="VolumeZone"/>, and computes the same result by plain loops.
/// </summary>
/// <param name="Lows">The low of each bar.</param>
/// <param name="Highs">The high of each bar.</param>
/// <param name="Volumes">The volume of each bar.</param>
/// <param name="Bins">The number of equal parts into which the price range of the window is divided.</param>
/// <param name="Share">The fraction of the total volume that the zone must contain.</param>
internal sealed record ZoneWindow(double[] Lows, double[] Highs, double[] Volumes, int Bins, double Share)
{
    private static readonly Gen<(double Low, double High)> Spans = Gen.OneOf(
        Gen.Select(Gen.Int[1, 12], Gen.Int[0, 6], (low, height) => ((double)low, (double)(low + height))),
        Gen.Select(Gen.Double[90, 110], Gen.Double[0, 5], (low, height) => (low, low + height))
    );

    /// <summary>Any window that has a price range and some volume.</summary>
    public static Gen<ZoneWindow> Any { get; } =
        Gen.Select(
                Gen.Select(
                    Spans,
                    Gen.OneOf(Gen.Int[0, 5].Select(volume => (double)volume), Gen.Double[0, 100]),
                    (span, volume) => (span.Low, span.High, Volume: volume)
                ).Array[1, 40],
                Gen.OneOf(Gen.Int[1, 30], Gen.Int[1, 1_000]),
                Gen.OneOf(Gen.Double[0.0001, 1], Gen.OneOf(0.1, 0.2, 0.25, 0.5, 1.0)),
                (bars, bins, share) =>
                    new ZoneWindow(
                        [.. bars.Select(bar => bar.Low)],
                        [.. bars.Select(bar => bar.High)],
                        [.. bars.Select(bar => bar.Volume)],
                        bins,
                        share
                    )
            )
            .Where(window => window.Bottom < window.Top && window.Volumes.Sum() > 0);

    public double Bottom => Lows.Min();

    public double Top => Highs.Max();

    // The volume that the zone must contain. As in VolumeZoneBreakoutRules, it is lowered by a tiny part of the total, so that rounding does not
    // decide ties.
    public double TargetVolume => (OrderedSum.Compute(Volumes) * Share) - (1e-9 * OrderedSum.Compute(Volumes));

    private (double Ceiling, double Rate)[] Terms => [.. Lows.Select((low, i) => VolumeZone.ComputeTerm(low, Highs[i], Volumes[i]))];

    /// <summary>The lower edge of a bin, a price.</summary>
    public double Edge(int bin) => Bottom + ((double)bin * (Top - Bottom) / Bins);

    /// <summary>Runs the kernel, which tries the bin <paramref name="guess"/> first; returns the edge and the bin that it found.</summary>
    public (double Edge, int Bin) Search(int guess)
    {
        var bin = guess;
        double[] ceilings = [.. Terms.Select(term => term.Ceiling)];
        double[] rates = [.. Terms.Select(term => term.Rate)];
        var edge = VolumeZone.FindLowerEdge(ceilings, rates, Volumes, Bottom, Top, Bins, TargetVolume, ref bin);
        return (edge, bin);
    }

    /// <summary>Finds the bin by a plain loop over the edges from the top down; sums the same terms as the kernel.</summary>
    public int FindBinByPlainLoop()
    {
        var terms = Terms;
        for (var bin = Bins - 1; bin > 0; bin--)
        {
            var volumeAbove = 0.0;
            for (var i = 0; i < Highs.Length; i++)
                volumeAbove += Math.Clamp((terms[i].Ceiling - Edge(bin)) * terms[i].Rate, 0, Volumes[i]);
            if (volumeAbove >= TargetVolume)
                return bin;
        }

        return 0;
    }

    /// <summary>The volume above each edge, computed from the definition: each bar's volume is distributed over the bins that it spans.</summary>
    public double[] ComputeVolumesAboveEdges()
    {
        double[] edges = [.. Enumerable.Range(0, Bins).Select(Edge), Top];
        var volumes = new double[Bins];
        for (var i = 0; i < Highs.Length; i++)
        {
            for (var bin = 0; bin < Bins; bin++)
                volumes[bin] += Volumes[i] * ShareInBin(Lows[i], Highs[i], edges[bin], edges[bin + 1], isTopBin: bin == Bins - 1);
        }

        for (var bin = Bins - 2; bin >= 0; bin--)
            volumes[bin] += volumes[bin + 1];
        return volumes;
    }

    private static double ShareInBin(double low, double high, double lowerEdge, double upperEdge, bool isTopBin)
    {
        if (low == high)
            return low >= lowerEdge && (low < upperEdge || isTopBin) ? 1 : 0;
        return Math.Max(0, Math.Min(high, upperEdge) - Math.Max(low, lowerEdge)) / (high - low);
    }
}
