namespace Bokgi.Kernels;

/// <summary>Sums with reproducible bits: plain additions from the first value to the last.</summary>
internal static class OrderedSum
{
    /// <summary>The sum of <paramref name="values"/>, added in order; 0 if there are none.</summary>
    public static double Compute(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += value;
        return sum;
    }
}
