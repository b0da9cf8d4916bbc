namespace Bokgi.Host.Platform.Queries;

/// <summary>Writes doubles to CSV so that they can be read back exactly.</summary>
internal static class CsvNumber
{
    /// <summary>NaN gives an empty cell.</summary>
    public static void Write(TextWriter writer, double value)
    {
        Span<char> cell = stackalloc char[32];
        if (double.IsNaN(value) || !value.TryFormat(cell, out var length, provider: CultureInfo.InvariantCulture))
            return;
        writer.Write(cell[..length]);
        if (double.IsFinite(value) && cell[..length].IndexOfAny('.', 'E') < 0)
            writer.Write(".0"); // many programs infer an integer column from its first cells and then reject the rest
    }
}
