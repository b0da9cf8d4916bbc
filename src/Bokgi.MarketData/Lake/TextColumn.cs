using System.Runtime.InteropServices;
using ParquetSharp;

namespace Bokgi.MarketData.Lake;

/// <summary>Reads the cells of text columns, and finds cells with an unexpected text.</summary>
internal static class TextColumn
{
    private const int BatchRows = 4_096;
    private const int MaximumLength = 64;

    /// <summary>Finds the first text that <paramref name="isExpected"/> rejects; null when there is none.</summary>
    public static string? FindUnexpected(RowGroupReader group, int column, long rows, Predicate<string> isExpected)
    {
        using (var chunk = group.MetaData.GetColumnChunkMetaData(column))
        using (var statistics = chunk.Statistics)
        {
            if (statistics is Statistics<ByteArray> { HasMinMax: true } bounds && ReadText(bounds.Min) == ReadText(bounds.Max))
            {
                var onlyText = ReadText(bounds.Min);
                return isExpected(onlyText) ? null : onlyText;
            }
        }

        return FindUnexpectedInCells(group, column, rows, isExpected);
    }

    // Equal texts from a dictionary share their bytes, so most cells need only a comparison of pointers.
    private static string? FindUnexpectedInCells(RowGroupReader group, int column, long rows, Predicate<string> isExpected)
    {
        using var cells = new PhysicalColumn<ByteArray>(group, column);
        var batch = new ByteArray[Math.Min(rows, BatchRows)];
        var accepted = new HashSet<string>(StringComparer.Ordinal);
        for (long row = 0; row < rows; )
        {
            var count = cells.ReadBatch(batch.AsSpan(0, (int)Math.Min(rows - row, batch.Length)), missing: default, out _);
            ByteArray previous = default;
            for (var i = 0; i < count; i++)
            {
                if (!cells.HasValue(i) || (batch[i].Pointer == previous.Pointer && batch[i].Length == previous.Length))
                    continue;
                previous = batch[i];
                var text = ReadText(previous);
                if (!accepted.Contains(text) && !isExpected(text))
                    return text;
                accepted.Add(text);
            }

            row += count;
        }

        return null;
    }

    /// <summary>The beginning of a cell's text, long enough for any text in candle files.</summary>
    public static byte[] ReadBytes(ByteArray value)
    {
        var bytes = new byte[Math.Clamp(value.Length, 0, MaximumLength)];
        if (bytes.Length > 0)
            Marshal.Copy(value.Pointer, bytes, 0, bytes.Length);
        return bytes;
    }

    /// <inheritdoc cref="ReadBytes"/>
    public static string ReadText(ByteArray value) => System.Text.Encoding.UTF8.GetString(ReadBytes(value));
}
