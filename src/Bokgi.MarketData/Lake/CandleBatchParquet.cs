using ParquetSharp;
using ParquetSharp.IO;

namespace Bokgi.MarketData.Lake;

/// <summary>
/// Writes a batch of several symbols as one Parquet file for other programs: timestamp (UTC), symbol, timeframe, open, high, low, close,
/// volume.
/// </summary>
public static class CandleBatchParquet
{
    /// <summary>Writes a whole file.</summary>
    /// <param name="batch">The rows.</param>
    /// <param name="stream">The destination; need not be seekable, and is left open.</param>
    /// <param name="cancel">Stops between row groups.</param>
    public static void Write(CandleBatch batch, Stream stream, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(stream);
        using var builder = new WriterPropertiesBuilder();
        using var properties = builder.Compression(Compression.Zstd).CompressionLevel(1).EnableStatistics().Build();
        using var counted = new CountingStream(stream);
        using var output = new ManagedOutputStream(counted, leaveOpen: true);
        using var timestamp = LogicalType.Timestamp(isAdjustedToUtc: true, TimeUnit.Micros);
        Column[] columns =
        [
            new Column<DateTime>("timestamp", timestamp),
            new Column<string>("symbol"),
            new Column<string>("timeframe"),
            .. CandleSchema.NumberNames.Select(name => new Column<double>(name)),
        ];
        using var writer = new ParquetFileWriter(output, columns, writerProperties: properties);
        for (var from = 0; from < batch.Count; from += CandleParquet.RowGroupRows)
        {
            cancel.ThrowIfCancellationRequested();
            WriteGroup(writer, batch, from, Math.Min(CandleParquet.RowGroupRows, batch.Count - from));
        }

        writer.Close();
    }

    private static void WriteGroup(ParquetFileWriter writer, CandleBatch batch, int from, int count)
    {
        using var group = writer.AppendRowGroup();
        using (var times = (ColumnWriter<long>)group.NextColumn())
            times.WriteBatch(batch.Times.Slice(from, count));
        var index = batch.SymbolIndex.Slice(from, count);
        var texts = new string[count];
        for (var i = 0; i < count; i++)
            texts[i] = batch.Symbols[index[i]].Code;
        WriteTexts(group, texts);
        Array.Fill(texts, batch.Timeframe.Name);
        WriteTexts(group, texts);
        WriteNumbers(group, batch.Open.Slice(from, count));
        WriteNumbers(group, batch.High.Slice(from, count));
        WriteNumbers(group, batch.Low.Slice(from, count));
        WriteNumbers(group, batch.Close.Slice(from, count));
        WriteNumbers(group, batch.Volume.Slice(from, count));
    }

    private static void WriteTexts(RowGroupWriter group, string[] texts)
    {
        using var column = group.NextColumn().LogicalWriter<string>();
        column.WriteBatch(texts);
    }

    private static void WriteNumbers(RowGroupWriter group, ReadOnlySpan<double> values)
    {
        using var column = (ColumnWriter<double>)group.NextColumn();
        column.WriteBatch(values);
    }
}
