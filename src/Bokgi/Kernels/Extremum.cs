namespace Bokgi.Kernels;

/// <summary>Smallest and largest of a few values without NaN among them; vector forms pay only from windows of dozens on.</summary>
public static class Extremum
{
    /// <summary>The smallest value; positive infinity when there are none.</summary>
    public static double Minimum(ReadOnlySpan<double> values)
    {
        var minimum = double.PositiveInfinity;
        foreach (var value in values)
            minimum = value < minimum ? value : minimum;
        return minimum;
    }

    /// <summary>The largest value; negative infinity when there are none.</summary>
    public static double Maximum(ReadOnlySpan<double> values)
    {
        var maximum = double.NegativeInfinity;
        foreach (var value in values)
            maximum = value > maximum ? value : maximum;
        return maximum;
    }
}
