namespace Bokgi.Host.Runs.Artifacts;

internal static class SortedValues
{
    /// <summary>Counts the values of a span in ascending order that are less than a limit, by binary search.</summary>
    public static int CountBelow<T>(ReadOnlySpan<T> values, T limit)
        where T : IComparable<T>
    {
        var (start, end) = (0, values.Length);
        while (start < end)
        {
            var middle = (start + end) / 2;
            (start, end) = values[middle].CompareTo(limit) < 0 ? (middle + 1, end) : (start, middle);
        }

        return start;
    }
}
