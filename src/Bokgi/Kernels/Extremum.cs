using System.Runtime.Intrinsics;

namespace Bokgi.Kernels;

/// <summary>Minimum and maximum of values that contain no NaN.</summary>
internal static class Extremum
{
    /// <summary>The smallest value; positive infinity if there are none.</summary>
    public static double Minimum(ReadOnlySpan<double> values)
    {
        var minimum = double.PositiveInfinity;
        if (values.Length < Vector512<double>.Count)
        {
            foreach (var value in values)
                minimum = double.MinNative(value, minimum);
            return minimum;
        }

        // The last vector may overlap the one before it, which does not change the minimum.
        var lanes = Vector512.Create(values);
        for (var i = Vector512<double>.Count; i < values.Length; i += Vector512<double>.Count)
            lanes = Vector512.MinNative(lanes, Vector512.Create(values[Math.Min(i, values.Length - Vector512<double>.Count)..]));
        var half = Vector256.MinNative(lanes.GetLower(), lanes.GetUpper());
        var quarter = Vector128.MinNative(half.GetLower(), half.GetUpper());
        return double.MinNative(quarter[0], quarter[1]);
    }

    /// <summary>The largest value; negative infinity if there are none.</summary>
    public static double Maximum(ReadOnlySpan<double> values)
    {
        var maximum = double.NegativeInfinity;
        if (values.Length < Vector512<double>.Count)
        {
            foreach (var value in values)
                maximum = double.MaxNative(value, maximum);
            return maximum;
        }

        var lanes = Vector512.Create(values);
        for (var i = Vector512<double>.Count; i < values.Length; i += Vector512<double>.Count)
            lanes = Vector512.MaxNative(lanes, Vector512.Create(values[Math.Min(i, values.Length - Vector512<double>.Count)..]));
        var half = Vector256.MaxNative(lanes.GetLower(), lanes.GetUpper());
        var quarter = Vector128.MaxNative(half.GetLower(), half.GetUpper());
        return double.MaxNative(quarter[0], quarter[1]);
    }
}
