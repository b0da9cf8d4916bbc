namespace Bokgi.Host.Platform.Settings;

/// <summary>The values from which a measurement is a warning, and from which it is critical.</summary>
internal readonly record struct Threshold(double Warning, double Critical)
{
    /// <summary>Parses <c>85/95</c>; null if it is neither two positive numbers in ascending order nor a single one, which means both.</summary>
    public static Threshold? Parse(string text)
    {
        var parts = text.Split('/');
        if (parts.Length > 2 || !TryParse(parts[0], out var warning) || !TryParse(parts[^1], out var critical) || warning > critical)
            return null;
        return new Threshold(warning, critical);
    }

    private static bool TryParse(string text, out double value) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value) && value > 0;
}
