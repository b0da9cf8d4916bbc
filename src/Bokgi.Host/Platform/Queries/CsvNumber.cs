using System.Globalization;

namespace Bokgi.Host.Platform.Queries;

/// <summary>Writes real numbers into CSV, so that they are read back to the bit.</summary>
internal static class CsvNumber
{
    /// <summary>Writes a cell; one that is no number is empty.</summary>
    public static void Write(TextWriter writer, double value)
    {
        Span<char> cell = stackalloc char[32];
        if (double.IsNaN(value) || !value.TryFormat(cell, out var length, provider: CultureInfo.InvariantCulture))
            return;
        writer.Write(cell[..length]);
        if (double.IsFinite(value) && cell[..length].IndexOfAny('.', 'E') < 0)
            writer.Write(".0"); // many programs take a column for integers when its first cells look like it, and then refuse the rest
    }
}
