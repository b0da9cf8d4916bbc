namespace Bokgi.Performance;

/// <summary>
/// Divides by denominators that may differ from zero only by a rounding error. Such a ratio would be meaningless, so the result is null.
/// </summary>
public static class FigureRatio
{
    private const double RoundingTolerance = 1e-12;

    /// <summary>
    /// Whether a value is zero within rounding error: at most 1e-12 times the magnitude of the numbers it was computed from.
    /// </summary>
    /// <param name="value">Zero or positive; NaN counts as zero.</param>
    /// <param name="scale">A number of that magnitude, such as the mean from which deviations are measured.</param>
    internal static bool IsZero(double value, double scale) => !(value > RoundingTolerance * Math.Abs(scale));

    /// <summary>The ratio, or null if the denominator counts as zero or the result is not finite.</summary>
    /// <param name="numerator">Any number.</param>
    /// <param name="denominator">Zero or positive.</param>
    /// <param name="scale">See <see cref="IsZero"/>.</param>
    public static double? Divide(double numerator, double denominator, double scale)
    {
        var ratio = IsZero(denominator, scale) ? double.NaN : numerator / denominator;
        return double.IsFinite(ratio) ? ratio : null;
    }
}
