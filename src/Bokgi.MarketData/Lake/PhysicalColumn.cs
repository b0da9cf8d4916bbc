using System.Buffers;
using ParquetSharp;

namespace Bokgi.MarketData.Lake;

/// <summary>Reads the cells of one column chunk in file order, nulls included.</summary>
internal sealed class PhysicalColumn<T> : IDisposable
    where T : unmanaged
{
    private readonly ColumnReader<T> reader;
    private readonly short definedLevel; // Parquet's definition level of a cell with a value; 0 if the column has no empty cells
    private short[] levels = [];

    public PhysicalColumn(RowGroupReader group, int column)
    {
        reader = (ColumnReader<T>)group.Column(column);
        definedLevel = reader.ColumnDescriptor.MaxDefinitionLevel;
    }

    /// <summary>Fills <paramref name="destination"/>; empty cells get <paramref name="missing"/>.</summary>
    /// <returns>The number of empty cells.</returns>
    /// <exception cref="EndOfStreamException">The chunk has fewer cells.</exception>
    public int Read(Span<T> destination, T missing)
    {
        var filled = 0;
        var nulls = 0;
        while (filled < destination.Length)
        {
            filled += ReadBatch(destination[filled..], missing, out var batchNulls);
            nulls += batchNulls;
        }

        return nulls;
    }

    /// <summary>
    /// Reads the next rows of the current page, at most as many as fit into <paramref name="destination"/>. Values that point to bytes, such as
    /// texts, are valid until the next call.
    /// </summary>
    /// <returns>The number of rows read, at least one.</returns>
    public int ReadBatch(Span<T> destination, T missing, out int nulls)
    {
        if (definedLevel > 0)
            EnsureLevels(destination.Length);

        var cellLevels = definedLevel > 0 ? levels.AsSpan(0, destination.Length) : [];
        var rows = (int)reader.ReadBatch(destination.Length, cellLevels, [], destination, out var values);
        if (definedLevel == 0)
            rows = (int)values; // without levels, the reader counts only the values
        if (rows <= 0)
            throw new EndOfStreamException($"column {reader.ColumnDescriptor.Name} ends before its row group does");

        nulls = rows - (int)values;
        if (nulls > 0)
            Spread(destination[..rows], cellLevels, (int)values, missing);
        return rows;
    }

    /// <summary>Whether the cell at <paramref name="index"/> of the last batch has a value.</summary>
    public bool HasValue(int index) => definedLevel == 0 || levels[index] == definedLevel;

    public void Skip(long rows)
    {
        if (rows > 0 && reader.Skip(rows) != rows)
            throw new EndOfStreamException($"column {reader.ColumnDescriptor.Name} ends before its row group does");
    }

    public void Dispose()
    {
        reader.Dispose();
        if (levels.Length > 0)
            ArrayPool<short>.Shared.Return(levels);
        levels = [];
    }

    // The reader returns the values without gaps for nulls. Moves each value to its row, starting with the last value.
    private void Spread(Span<T> cells, ReadOnlySpan<short> cellLevels, int values, T missing)
    {
        for (var i = cells.Length - 1; i >= 0; i--)
        {
            if (cellLevels[i] != definedLevel)
                cells[i] = missing;
            else if (--values >= 0)
                cells[i] = cells[values];
            else
                throw new EndOfStreamException($"column {reader.ColumnDescriptor.Name} has fewer values than it claims");
        }
    }

    private void EnsureLevels(int rows)
    {
        if (levels.Length >= rows)
            return;
        if (levels.Length > 0)
            ArrayPool<short>.Shared.Return(levels);
        levels = ArrayPool<short>.Shared.Rent(rows);
    }
}
