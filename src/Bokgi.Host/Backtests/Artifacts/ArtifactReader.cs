using ParquetSharp;

namespace Bokgi.Host.Backtests.Artifacts;

/// <summary>Reads a Parquet file of a run: row group <c>i</c> belongs to the run's symbol <c>i</c>.</summary>
internal sealed class ArtifactReader(string path) : IDisposable
{
    private readonly ParquetFileReader reader = new(path);

    public int Groups => reader.FileMetaData.NumRowGroups;

    public int Rows(int group)
    {
        using var rows = reader.RowGroup(group);
        return checked((int)rows.MetaData.NumRows);
    }

    /// <summary>The columns, in the file's order.</summary>
    public IReadOnlyList<ArtifactColumn> Columns
    {
        get
        {
            var schema = reader.FileMetaData.Schema;
            return [.. Enumerable.Range(0, schema.NumColumns).Select(schema.Column).Select(each => new ArtifactColumn(each.Name, each.PhysicalType, each.LogicalType is TimestampLogicalType))];
        }
    }

    /// <summary>Some rows of a column, as they are stored.</summary>
    public Array Read(ArtifactColumn column, int group, int from, int count) =>
        column.Type switch
        {
            PhysicalType.Int64 => Read<long>(group, column.Name)[from..(from + count)],
            PhysicalType.Int32 => Read<int>(group, column.Name)[from..(from + count)],
            PhysicalType.Double => Read<double>(group, column.Name)[from..(from + count)],
            _ => ReadTexts(group, column.Name)[from..(from + count)],
        };

    /// <summary>A column of numbers or times, as they are stored.</summary>
    public T[] Read<T>(int group, string name)
        where T : unmanaged
    {
        using var rows = reader.RowGroup(group);
        using var column = (ColumnReader<T>)rows.Column(reader.FileMetaData.Schema.ColumnIndex(name));
        var values = new T[checked((int)rows.MetaData.NumRows)];
        for (var read = 0; read < values.Length; )
        {
            column.ReadBatch(values.Length - read, values.AsSpan(read), out var got);
            if (got == 0)
                throw new InvalidDataException($"{Path.GetFileName(path)} ends within column {name}");
            read += (int)got;
        }

        return values;
    }

    public string[] ReadTexts(int group, string name)
    {
        using var rows = reader.RowGroup(group);
        using var column = rows.Column(reader.FileMetaData.Schema.ColumnIndex(name)).LogicalReader<string>();
        return column.ReadAll(checked((int)rows.MetaData.NumRows));
    }

    public void Dispose() => reader.Dispose();
}
