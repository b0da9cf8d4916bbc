namespace Bokgi.Kernels;

/// <summary>Sums whose every bit is defined: plain additions from the first value to the last.</summary>
internal static class OrderedSum
{
    /// <summary>The sum of <paramref name="values"/>, added one by one from the first on; 0 when there are none.</summary>
    public static double Of(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += value;
        return sum;
    }
}
