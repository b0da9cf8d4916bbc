using Bokgi.Series;
using ParquetSharp;

namespace Bokgi.MarketData.Lake;

/// <summary>The five number columns of a row group, opened when the first row is needed.</summary>
internal sealed class PriceColumns(RowGroupReader group, CandleSchema schema) : IDisposable
{
    private readonly NumberColumn?[] columns = new NumberColumn?[CandleSchema.NumberNames.Length];
    private long nextRow;

    public bool IsOpen => columns[0] is not null;

    /// <summary>
    /// Reads the group's rows from <paramref name="row"/> on into the rows of <paramref name="destination"/> from <paramref name="start"/>
    /// to its end.
    /// </summary>
    public void Read(long row, CandleColumns destination, int start)
    {
        Read(0, row, destination.Open[start..]);
        Read(1, row, destination.High[start..]);
        Read(2, row, destination.Low[start..]);
        Read(3, row, destination.Close[start..]);
        Read(4, row, destination.Volume[start..]);
        nextRow = row + destination.Count - start;
    }

    public void Dispose()
    {
        foreach (var column in columns)
            column?.Dispose();
    }

    private void Read(int numberIndex, long row, Span<double> destination)
    {
        var index = schema.NumberColumns[numberIndex];
        var column = columns[numberIndex] ??= NumberColumn.Open(group, group.MetaData.Schema.Column(index), index);
        column.Skip(row - nextRow);
        column.Read(destination);
    }
}
