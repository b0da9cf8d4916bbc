using System.Buffers;

namespace Bokgi.Kernels;

/// <summary>Values by rank, found without sorting everything (quickselect; Hoare, 1961; narrowed by a sample; Floyd and Rivest, 1975).</summary>
internal static class OrderStatistic
{
    private const int SampleSize = 512;

    // Ranks of the sample between which the middle lies, all but certainly: more than three standard deviations to either side.
    private const int Margin = 40;

    // From here on a pass over all values costs less than it saves.
    private const int LongEnough = 8 * SampleSize;

    /// <summary>The median: the middle value, or the mean of the middle two.</summary>
    /// <param name="values">At least one value, none NaN; left in another order.</param>
    /// <exception cref="ArgumentException">There are no values.</exception>
    public static double Median(Span<double> values)
    {
        if (values.IsEmpty)
            throw new ArgumentException("a median needs at least one value", nameof(values));

        var middle = values.Length / 2;
        if (values.Length < LongEnough)
            return Median(values, middle, values.Length);

        // Where the sample misled, which is told by the ranks, all values are gone through again.
        var nearby = ArrayPool<double>.Shared.Rent(values.Length);
        var (below, count) = TakeMiddle(values, nearby);
        var isInside = below < middle && middle < below + count;
        var median = isInside ? Median(nearby.AsSpan(0, count), middle - below, values.Length) : Median(values, middle, values.Length);
        ArrayPool<double>.Shared.Return(nearby);
        return median;
    }

    // Of values among which the rank is that of the upper of the middle two, or of the middle one when the length of all is odd.
    private static double Median(Span<double> values, int middle, int length)
    {
        Select(values, middle);
        if (length % 2 == 1)
            return values[middle];
        return (Extremum.Maximum(values[..middle]) + values[middle]) / 2;
    }

    // Copies the values that lie between two of a sample, and counts those below them.
    private static (int Below, int Count) TakeMiddle(ReadOnlySpan<double> values, Span<double> nearby)
    {
        Span<double> sample = stackalloc double[SampleSize];
        for (var i = 0; i < SampleSize; i++)
            sample[i] = values[(int)((long)i * values.Length / SampleSize)];
        sample.Sort();
        var (low, high) = (sample[(SampleSize / 2) - Margin], sample[(SampleSize / 2) + Margin]);
        var (below, count) = (0, 0);
        foreach (var value in values)
        {
            nearby[count] = value;
            count += value >= low & value <= high ? 1 : 0;
            below += value < low ? 1 : 0;
        }

        return (below, count);
    }

    // Afterwards values[rank] is what sorting would put there, nothing before it is larger and nothing behind it smaller.
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
