namespace Bokgi.Performance;

/// <summary>
/// A histogram of trade returns. The bin width is 2 IQR / cube root of n, where IQR is the interquartile range (Freedman and Diaconis,
/// 1981), or wider if that would give more than <see cref="MaximumBins"/> bins. Edges are whole multiples of the width, so that 0 separates
/// losses from gains. Returns more than three IQRs outside the quartiles (Tukey's outer fences, 1977) are counted in the first and last
/// bins.
/// </summary>
public sealed record ReturnHistogram
{
    /// <summary>The maximum number of bins.</summary>
    public const int MaximumBins = 60;

    // A hundredth of a basis point: smaller differences between returns do not matter.
    private const double MinWidth = 1e-6;

    private readonly long firstBin;

    private ReturnHistogram(double width, long firstBin, int[] counts) => (BinWidth, this.firstBin, Counts) = (width, firstBin, counts);

    /// <summary>The width of every bin, a fraction; 0 without returns.</summary>
    public double BinWidth { get; }

    /// <summary>Number of returns in each bin. A bin includes its lower edge and excludes its upper edge.</summary>
    public IReadOnlyList<int> Counts { get; }

    /// <summary>How many of the first bin's returns lie below its lower edge.</summary>
    public int Below { get; private init; }

    /// <summary>How many of the last bin's returns lie at or above its upper edge.</summary>
    public int Above { get; private init; }

    /// <summary>The lower edge of a bin, a fraction. The index after the last bin gives the last bin's upper edge.</summary>
    /// <param name="bin">From 0 to the number of bins, inclusive.</param>
    public double LowerEdge(int bin) => (firstBin + bin) * BinWidth;

    /// <summary>Builds a histogram.</summary>
    /// <param name="returns">Finite fractions, in any order.</param>
    /// <exception cref="ArgumentException">A return is not finite.</exception>
    public static ReturnHistogram Build(ReadOnlySpan<double> returns)
    {
        if (returns.IsEmpty)
            return new ReturnHistogram(0, 0, []);
        double[] sorted = [.. returns];
        Array.Sort(sorted);
        // NaN sorts to the front.
        if (!double.IsFinite(sorted[0]) || !double.IsFinite(sorted[^1]))
            throw new ArgumentException("a histogram needs finite returns", nameof(returns));

        var (lowerQuartile, upperQuartile) = (Quantile(sorted, 0.25), Quantile(sorted, 0.75));
        var iqr = upperQuartile - lowerQuartile;
        var (rangeStart, rangeEnd) =
            iqr > 0
                ? (Math.Max(sorted[0], lowerQuartile - (3 * iqr)), Math.Min(sorted[^1], upperQuartile + (3 * iqr)))
                : (sorted[0], sorted[^1]);
        var width = ComputeBinWidth(sorted.Length, iqr, rangeEnd - rangeStart);
        var (firstBin, lastBin) = ((long)Math.Floor(rangeStart / width), (long)Math.Floor(rangeEnd / width));
        return CountReturns(sorted, width, firstBin, bins: (int)(lastBin - firstBin) + 1);
    }

    // If half of the returns are equal, the IQR is 0; then use as many bins as Sturges (1926) suggests. A range of n widths may touch n + 1
    // bins, because edges are multiples of the width.
    private static double ComputeBinWidth(int count, double iqr, double range)
    {
        var idealWidth = iqr > 0 ? 2 * iqr / Math.Cbrt(count) : range / Math.Ceiling(Math.Log2(count) + 1);
        return Math.Max(Math.Max(idealWidth, range / (MaximumBins - 1)), MinWidth);
    }

    private static ReturnHistogram CountReturns(double[] returns, double width, long firstBin, int bins)
    {
        var counts = new int[bins];
        var (below, above) = (0, 0);
        foreach (var value in returns)
        {
            var bin = Math.Floor(value / width) - firstBin;
            below += bin < 0 ? 1 : 0;
            above += bin >= bins ? 1 : 0;
            counts[(int)Math.Clamp(bin, 0, bins - 1)]++;
        }

        return new ReturnHistogram(width, firstBin, counts) { Below = below, Above = above };
    }

    // Linear interpolation between neighbours (definition 7 of Hyndman and Fan, 1996).
    private static double Quantile(double[] sorted, double fraction)
    {
        var position = fraction * (sorted.Length - 1);
        var below = (int)position;
        return below + 1 == sorted.Length ? sorted[below] : sorted[below] + ((position - below) * (sorted[below + 1] - sorted[below]));
    }
}
