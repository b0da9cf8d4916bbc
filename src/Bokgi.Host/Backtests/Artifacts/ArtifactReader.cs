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
