using System.Text;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>Interprets the cells of a column that states whether a bar has ended.</summary>
internal static class ClosedMark
{
    /// <summary>Whether a cell states that its bar has not ended; false for an empty cell.</summary>
    /// <param name="cell">The cell, in UTF-8.</param>
    public static bool IsUnfinished(ReadOnlySpan<byte> cell)
    {
        var text = cell.Trim(" \t"u8);
        return Ascii.EqualsIgnoreCase(text, "false"u8) || Ascii.EqualsIgnoreCase(text, "no"u8) || IsZero(text);
    }

    // pandas writes 0.0 instead of 0 if any cell of the column is empty.
    private static bool IsZero(ReadOnlySpan<byte> text) => text.StartsWith("0"u8) && CellNumber.TryRead(text, out var value) && value == 0;
}
