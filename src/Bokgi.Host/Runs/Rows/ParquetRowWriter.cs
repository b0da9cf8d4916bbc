using Bokgi.Host.Runs.Artifacts;
using ParquetSharp;
using ParquetSharp.IO;

namespace Bokgi.Host.Runs.Rows;

/// <summary>Writes rows as a Parquet file, in row groups, column by column.</summary>
internal sealed class ParquetRowWriter : IDisposable
{
    private readonly WriterProperties properties;
    private readonly ParquetFileWriter writer;
    private readonly CountingStream counted;
    private readonly ManagedOutputStream output;
    private RowGroupWriter? group;

    /// <summary>Begins a file in a stream, which need not be seekable and is left open.</summary>
    public ParquetRowWriter(Stream stream, IEnumerable<ArtifactColumn> columns)
    {
        Column[] parquetColumns = [.. columns.Select(ToParquet)];
        properties = CreateProperties(parquetColumns);
        counted = new CountingStream(stream);
        output = new ManagedOutputStream(counted, leaveOpen: true);
        writer = new ParquetFileWriter(output, parquetColumns, writerProperties: properties);
    }

    public void BeginRowGroup()
    {
        group?.Dispose();
        group = writer.AppendRowGroup();
    }

    /// <summary>Writes the next column of the row group.</summary>
    public void Write(Array values)
    {
        if (values is long[] longs)
            WriteNumbers(longs);
        else if (values is int[] ints)
            WriteNumbers(ints);
        else if (values is double[] doubles)
            WriteNumbers(doubles);
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

    private static Column ToParquet(ArtifactColumn column) =>
        column.Type switch
        {
            ColumnType.Time => new Column(
                typeof(DateTime),
                column.ExportName,
                LogicalType.Timestamp(isAdjustedToUtc: true, TimeUnit.Micros)
            ),
            ColumnType.Integer => new Column<int>(column.ExportName),
            ColumnType.Number => new Column<double>(column.ExportName),
            _ => new Column<string>(column.ExportName),
        };

    private void WriteNumbers<T>(T[] values)
        where T : unmanaged
    {
        using var column = (ColumnWriter<T>)group!.NextColumn();
        column.WriteBatch(values);
    }

    private void WriteTexts(string[] texts)
    {
        using var column = group!.NextColumn().LogicalWriter<string>();
        column.WriteBatch(texts);
    }

    // Only text columns repeat enough for dictionary encoding. The system's memory pool is used, because Arrow's own pools never give memory
    // back to the operating system.
    private static WriterProperties CreateProperties(Column[] columns)
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
