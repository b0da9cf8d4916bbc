namespace Bokgi.Performance;

/// <summary>Ratios whose denominator may be zero but for rounding; what such a denominator gives says nothing and is no figure.</summary>
public static class FigureRatio
{
    private const double Rounding = 1e-12;

    /// <summary>Whether a spread or an amount lies within rounding of zero: at most 1e-12 of what it was computed from.</summary>
    /// <param name="value">Zero or positive; NaN counts as zero.</param>
    /// <param name="scale">The size of what it was computed from, such as the mean that deviations are taken from.</param>
    internal static bool IsZero(double value, double scale) => !(value > Rounding * Math.Abs(scale));

    /// <summary>A ratio, or null where the denominator counts as zero or the result is not finite.</summary>
    /// <param name="numerator">Any number.</param>
    /// <param name="denominator">Zero or positive.</param>
    /// <param name="scale">As for <see cref="IsZero"/>.</param>
    public static double? Of(double numerator, double denominator, double scale)
    {
        var ratio = IsZero(denominator, scale) ? double.NaN : numerator / denominator;
        return double.IsFinite(ratio) ? ratio : null;
    }
}
