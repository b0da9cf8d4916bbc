using Bokgi.MarketData.Lake;
using ParquetSharp;
using ParquetSharp.IO;

namespace Bokgi.Host.Backtests.Artifacts;

/// <summary>A Parquet file of a run that is being written: one row group a symbol, in the run's order.</summary>
internal sealed class ArtifactFile : IDisposable
{
    private readonly WriterProperties properties;
    private readonly ParquetFileWriter writer;
    private readonly CountedStream? counted;
    private readonly ManagedOutputStream? output;

    public ArtifactFile(string path, Column[] columns)
    {
        properties = Properties();
        writer = new ParquetFileWriter(path, columns, writerProperties: properties);
    }

    /// <summary>A file that goes elsewhere; the stream need not be seekable, and is left open.</summary>
    public ArtifactFile(Stream stream, Column[] columns)
    {
        properties = Properties();
        counted = new CountedStream(stream);
        output = new ManagedOutputStream(counted, leaveOpen: true);
        writer = new ParquetFileWriter(output, columns, writerProperties: properties);
    }

    /// <summary>Adds a symbol's rows.</summary>
    /// <param name="columns">For each column an array of its physical type, all of one length.</param>
    public void Write(params Array[] columns)
    {
        using var group = writer.AppendRowGroup();
        foreach (var column in columns)
            WriteColumn(group, column);
    }

    /// <summary>Writes the footer; without it the file is no Parquet file.</summary>
    public void Close() => writer.Close();

    public void Dispose()
    {
        writer.Dispose();
        output?.Dispose();
        counted?.Dispose();
        properties.Dispose();
    }

    private static WriterProperties Properties()
    {
        using var builder = new WriterPropertiesBuilder();
        return builder.Compression(Compression.Zstd).CompressionLevel(1).EnablePageChecksum().Build();
    }

    private static void WriteColumn(RowGroupWriter group, Array values)
    {
        using var column = group.NextColumn();
        switch (values)
        {
            case long[] numbers:
                ((ColumnWriter<long>)column).WriteBatch(numbers);
                break;
            case int[] numbers:
                ((ColumnWriter<int>)column).WriteBatch(numbers);
                break;
            case double[] numbers:
                ((ColumnWriter<double>)column).WriteBatch(numbers);
                break;
            default:
                using (var texts = column.LogicalWriter<string>())
                    texts.WriteBatch((string[])values);
                break;
        }
    }
}
