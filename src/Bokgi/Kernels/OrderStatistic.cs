using System.Buffers;

namespace Bokgi.Kernels;

/// <summary>
/// Finds the median without sorting all values (quickselect; Hoare, 1961). If there are many values, a sample first narrows them down to a
/// few candidates (Floyd and Rivest, 1975).
/// </summary>
internal static class OrderStatistic
{
    private const int SampleSize = 512;

    // In the sorted sample, the position of the median of all values has a standard deviation of √512 / 2, about 11.3. So this median almost
    // certainly lies within 40 positions, over three standard deviations, of the middle of the sample.
    private const int RankMargin = 40;

    // From this length on, the sample saves more time than its extra pass over all values costs.
    private const int MinLengthForSampling = 8 * SampleSize;

    /// <summary>The median: the middle value, or the mean of the middle two.</summary>
    /// <param name="values">At least one value, no NaN; the order changes.</param>
    /// <exception cref="ArgumentException">There are no values.</exception>
    public static double Median(Span<double> values)
    {
        if (values.IsEmpty)
            throw new ArgumentException("a median needs at least one value", nameof(values));

        var rank = values.Length / 2;
        if (values.Length < MinLengthForSampling)
            return Median(values, rank, values.Length);

        // If the sample is not representative, the median is not among the candidates. Then it is selected from all values.
        var candidates = ArrayPool<double>.Shared.Rent(values.Length);
        var (below, count) = CopyAroundMedian(values, candidates);
        // The value before the median must be among the candidates, too, because the median of an even number of values is their mean.
        var isInside = below < rank && rank < below + count;
        var median = isInside ? Median(candidates.AsSpan(0, count), rank - below, values.Length) : Median(values, rank, values.Length);
        ArrayPool<double>.Shared.Return(candidates);
        return median;
    }

    // The rank is an index in sorted order: that of the middle value, or of the upper middle value if the total length is even.
    private static double Median(Span<double> values, int rank, int totalLength)
    {
        Select(values, rank);
        if (totalLength % 2 == 1)
            return values[rank];
        return (Extremum.Maximum(values[..rank]) + values[rank]) / 2;
    }

    // Copies the values between two sample values that enclose the median, and counts the values below that range.
    private static (int Below, int Count) CopyAroundMedian(ReadOnlySpan<double> values, Span<double> candidates)
    {
        Span<double> sample = stackalloc double[SampleSize];
        for (var i = 0; i < SampleSize; i++)
            sample[i] = values[(int)((long)i * values.Length / SampleSize)];
        sample.Sort();
        var (lowerBound, upperBound) = (sample[(SampleSize / 2) - RankMargin], sample[(SampleSize / 2) + RankMargin]);
        var (below, count) = (0, 0);
        // Without branches, which would be mispredicted: writes every value, and advances only past values within the bounds.
        foreach (var value in values)
        {
            candidates[count] = value;
            count += value >= lowerBound & value <= upperBound ? 1 : 0;
            below += value < lowerBound ? 1 : 0;
        }

        return (below, count);
    }

    // Partially sorts: values[rank] gets the value that a full sort would put there, with smaller or equal values before it.
    private static void Select(Span<double> values, int rank)
    {
        var first = 0;
        var last = values.Length - 1;
        while (first < last)
        {
            var pivot = MedianOfThree(values[first], values[first + ((last - first) / 2)], values[last]);
            var (i, j) = (first, last);
            while (i <= j)
            {
                while (values[i] < pivot)
                    i++;
                while (values[j] > pivot)
                    j--;
                if (i > j)
                    break;
                (values[i], values[j]) = (values[j], values[i]);
                i++;
                j--;
            }

            if (rank <= j)
                last = j;
            else if (rank >= i)
                first = i;
            else
                return;
        }
    }

    private static double MedianOfThree(double a, double b, double c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
