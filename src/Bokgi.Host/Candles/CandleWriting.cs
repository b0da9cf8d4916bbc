using System.Text;

namespace Bokgi.Host.Candles;

/// <summary>Writes a batch of candles for other programs; a missing value is empty, null or NaN, depending on the format.</summary>
internal static class CandleWriting
{
    private const int RowsBetweenChecks = 65_536; // for cancellation

    /// <summary>Writes a whole batch in any format except a table. The warnings are included in JSON only, and only if requested.</summary>
    public static void Write(CandleBatch batch, CandleFormat format, Stream stream, CancellationToken cancel, bool includeWarnings = false)
    {
        switch (format)
        {
            case CandleFormat.Csv:
                WriteCsv(batch, stream, cancel);
                break;
            case CandleFormat.Json:
                WriteJson(batch, stream, includeWarnings, cancel);
                break;
            case CandleFormat.Parquet:
                CandleBatchParquet.Write(batch, stream, cancel);
                break;
            case CandleFormat.Arrow:
                ArrowStream.Write(batch, stream, cancel);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(format), format, "a table is not for other programs");
        }
    }

    private static void WriteCsv(CandleBatch batch, Stream stream, CancellationToken cancel)
    {
        var encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        using var writer = new StreamWriter(stream, encoding, bufferSize: 65_536, leaveOpen: true);
        writer.Write("timestamp,symbol,timeframe,open,high,low,close,volume\n");
        for (var i = 0; i < batch.Count; i++)
        {
            if (i % RowsBetweenChecks == 0)
                cancel.ThrowIfCancellationRequested();
            var candle = batch[i];
            writer.Write($"{UnixTime.Format(candle.TimeUtc)},{batch.Symbols[batch.SymbolIndex[i]].Code},{batch.Timeframe.Name}");
            WriteCell(writer, candle.Open);
            WriteCell(writer, candle.High);
            WriteCell(writer, candle.Low);
            WriteCell(writer, candle.Close);
            WriteCell(writer, candle.Volume);
            writer.Write('\n');
        }
    }

    private static void WriteCell(StreamWriter writer, double value)
    {
        writer.Write(',');
        CsvNumber.Write(writer, value);
    }

    private static void WriteJson(CandleBatch batch, Stream stream, bool includeWarnings, CancellationToken cancel)
    {
        using var writer = new Utf8JsonWriter(stream);
        writer.WriteStartObject();
        WriteColumn(writer, "timestamp", batch.Count, i => writer.WriteStringValue(UnixTime.Format(batch.Times[i])), cancel);
        WriteColumn(writer, "symbol", batch.Count, i => writer.WriteStringValue(batch.Symbols[batch.SymbolIndex[i]].Code), cancel);
        WriteColumn(writer, "timeframe", batch.Count, _ => writer.WriteStringValue(batch.Timeframe.Name), cancel);
        WriteColumn(writer, "open", batch.Count, i => WriteNumber(writer, batch.Open[i]), cancel);
        WriteColumn(writer, "high", batch.Count, i => WriteNumber(writer, batch.High[i]), cancel);
        WriteColumn(writer, "low", batch.Count, i => WriteNumber(writer, batch.Low[i]), cancel);
        WriteColumn(writer, "close", batch.Count, i => WriteNumber(writer, batch.Close[i]), cancel);
        WriteColumn(writer, "volume", batch.Count, i => WriteNumber(writer, batch.Volume[i]), cancel);
        if (includeWarnings)
        {
            writer.WritePropertyName("warnings");
            JsonSerializer.Serialize(writer, CandleWarnings.Of(batch) is { Count: > 0 } warnings ? warnings : null);
        }

        writer.WriteEndObject();
        writer.Flush();
        stream.WriteByte((byte)'\n');
    }

    private static void WriteColumn(Utf8JsonWriter writer, string name, int count, Action<int> writeCell, CancellationToken cancel)
    {
        writer.WriteStartArray(name);
        for (var i = 0; i < count; i++)
        {
            writeCell(i);
            if (i % RowsBetweenChecks == RowsBetweenChecks - 1)
            {
                cancel.ThrowIfCancellationRequested();
                writer.Flush();
            }
        }

        writer.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter writer, double value)
    {
        if (double.IsFinite(value))
            writer.WriteNumberValue(value);
        else
            writer.WriteNullValue();
    }
}
