using System.Buffers;
using ParquetSharp;
using ParquetSharp.IO;

namespace Bokgi.Host.Runs.Artifacts;

/// <summary>Writes a Parquet file of a run: one row group per symbol, in the run's order, column by column.</summary>
internal sealed class ArtifactFile : IDisposable
{
    private const short DefinitionLevel = 1; // Parquet's mark for a value that is not null

    private readonly WriterProperties properties;
    private readonly ParquetFileWriter writer;
    private readonly CountingStream counted;
    private readonly ManagedOutputStream output;
    private RowGroupWriter? group;

    /// <summary>Begins a file in a stream, which need not be seekable and is left open.</summary>
    public ArtifactFile(Stream stream, Column[] columns)
    {
        properties = Properties(columns);
        counted = new CountingStream(stream);
        output = new ManagedOutputStream(counted, leaveOpen: true);
        writer = new ParquetFileWriter(output, columns, writerProperties: properties);
    }

    public void BeginRowGroup()
    {
        group?.Dispose();
        group = writer.AppendRowGroup();
    }

    public void Write<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        using var column = (ColumnWriter<T>)group!.NextColumn();
        column.WriteBatch(values);
    }

    /// <summary>Writes the next column, with one number per row; the buffer is pooled, because a run may have millions of rows.</summary>
    public void Write<TRow, T>(ReadOnlySpan<TRow> rows, Func<TRow, T> get)
        where T : unmanaged
    {
        var values = ArrayPool<T>.Shared.Rent(rows.Length);
        for (var i = 0; i < rows.Length; i++)
            values[i] = get(rows[i]);
        Write<T>(values.AsSpan(0, rows.Length));
        ArrayPool<T>.Shared.Return(values);
    }

    /// <summary>Writes the next column, with one of the dictionary's texts per row.</summary>
    public void Write<TRow>(ReadOnlySpan<TRow> rows, TextDictionary dictionary, Func<TRow, int> get)
    {
        using var column = (ColumnWriter<ByteArray>)group!.NextColumn();
        var values = ArrayPool<ByteArray>.Shared.Rent(rows.Length);
        var levels = ArrayPool<short>.Shared.Rent(rows.Length);
        for (var i = 0; i < rows.Length; i++)
            values[i] = dictionary[get(rows[i])];
        levels.AsSpan(0, rows.Length).Fill(DefinitionLevel);
        column.WriteBatch(rows.Length, levels, [], values.AsSpan(0, rows.Length));
        ArrayPool<short>.Shared.Return(levels);
        ArrayPool<ByteArray>.Shared.Return(values);
        GC.KeepAlive(dictionary); // the values point into its memory
    }

    public void Write(Array values)
    {
        if (values is long[] longs)
            Write<long>(longs);
        else if (values is int[] ints)
            Write<int>(ints);
        else if (values is double[] doubles)
            Write<double>(doubles);
        else
            WriteTexts((string[])values);
    }

    /// <summary>Writes the footer; the file is not valid Parquet without it.</summary>
    public void Close()
    {
        group?.Dispose();
        group = null;
        writer.Close();
    }

    public void Dispose()
    {
        group?.Dispose();
        writer.Dispose();
        output.Dispose();
        counted.Dispose();
        properties.Dispose();
    }

    private void WriteTexts(string[] texts)
    {
        using var column = group!.NextColumn().LogicalWriter<string>();
        column.WriteBatch(texts);
    }

    // Only text repeats enough for dictionary encoding. The system's memory pool is used, because Arrow's own pools never return memory.
    private static WriterProperties Properties(Column[] columns)
    {
        using var builder = new WriterPropertiesBuilder();
        builder.Compression(Compression.Zstd).CompressionLevel(1).EnablePageChecksum().MemoryPool(MemoryPool.SystemMemoryPool());
        foreach (var column in columns)
        {
            if (column.LogicalSystemType == typeof(string))
                continue;
            builder.DisableDictionary(column.Name);
            if (column.LogicalSystemType == typeof(double))
                builder.Encoding(column.Name, Encoding.ByteStreamSplit);
            else
                builder.Encoding(column.Name, Encoding.DeltaBinaryPacked);
        }

        return builder.Build();
    }
}
