namespace Bokgi.Host.Platform.Settings;

/// <summary>A measurement is a warning at or above the first limit, and critical at or above the second.</summary>
internal readonly record struct Threshold(double Warning, double Critical)
{
    /// <summary>
    /// Parses two positive numbers in ascending order, such as <c>85/95</c>, or a single one that serves as both limits; otherwise null.
    /// </summary>
    public static Threshold? Parse(string text)
    {
        var parts = text.Split('/');
        if (parts.Length <= 2 && TryParse(parts[0], out var warning) && TryParse(parts[^1], out var critical) && warning <= critical)
            return new Threshold(warning, critical);
        return null;
    }

    private static bool TryParse(string text, out double value) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value) && value > 0;
}
