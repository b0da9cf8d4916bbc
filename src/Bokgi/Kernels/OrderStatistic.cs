namespace Bokgi.Kernels;

/// <summary>Values by rank, found without sorting everything (quickselect; Hoare, 1961).</summary>
internal static class OrderStatistic
{
    /// <summary>The median: the middle value, or the mean of the middle two.</summary>
    /// <param name="values">At least one value, none NaN; left in another order.</param>
    /// <exception cref="ArgumentException">There are no values.</exception>
    public static double Median(Span<double> values)
    {
        if (values.IsEmpty)
            throw new ArgumentException("a median needs at least one value", nameof(values));

        var middle = values.Length / 2;
        Select(values, middle);
        if (values.Length % 2 == 1)
            return values[middle];
        return (Extremum.Maximum(values[..middle]) + values[middle]) / 2;
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
