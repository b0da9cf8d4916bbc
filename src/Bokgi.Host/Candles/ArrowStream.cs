using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;

namespace Bokgi.Host.Candles;

/// <summary>Writes a batch as an Arrow IPC stream, in record batches of bounded size.</summary>
internal static class ArrowStream
{
    private const int RowsPerBatch = 1 << 16;

    private static readonly TimestampType Utc = new(TimeUnit.Microsecond, "UTC");

    public static void Write(CandleBatch batch, Stream stream, CancellationToken cancel)
    {
        using var writer = new ArrowStreamWriter(stream, CreateSchema(), leaveOpen: true);
        writer.WriteStart();
        for (var from = 0; from < batch.Count; from += RowsPerBatch)
        {
            cancel.ThrowIfCancellationRequested();
            using var rows = CreateRecordBatch(batch, from, Math.Min(RowsPerBatch, batch.Count - from));
            writer.WriteRecordBatch(rows);
        }

        writer.WriteEnd();
    }

    private static Schema CreateSchema()
    {
        var builder = new Schema.Builder()
            .Field(new Field("timestamp", Utc, nullable: false))
            .Field(new Field("symbol", StringType.Default, nullable: false))
            .Field(new Field("timeframe", StringType.Default, nullable: false));
        foreach (var name in (string[])["open", "high", "low", "close", "volume"])
            builder.Field(new Field(name, DoubleType.Default, nullable: false));
        return builder.Build();
    }

    private static RecordBatch CreateRecordBatch(CandleBatch batch, int from, int count)
    {
        var symbols = new StringArray.Builder();
        var timeframes = new StringArray.Builder();
        for (var i = from; i < from + count; i++)
        {
            symbols.Append(batch.Symbols[batch.SymbolIndex[i]].Code);
            timeframes.Append(batch.Timeframe.Name);
        }

        var times = new TimestampArray(Utc, Copy(batch.Times.Slice(from, count)), ArrowBuffer.Empty, count, nullCount: 0, offset: 0);
        IArrowArray[] columns =
        [
            times,
            symbols.Build(),
            timeframes.Build(),
            Doubles(batch.Open.Slice(from, count)),
            Doubles(batch.High.Slice(from, count)),
            Doubles(batch.Low.Slice(from, count)),
            Doubles(batch.Close.Slice(from, count)),
            Doubles(batch.Volume.Slice(from, count)),
        ];
        return new RecordBatch(CreateSchema(), columns, count);
    }

    private static DoubleArray Doubles(ReadOnlySpan<double> values) =>
        new(Copy(values), ArrowBuffer.Empty, values.Length, nullCount: 0, offset: 0);

    private static ArrowBuffer Copy<T>(ReadOnlySpan<T> values)
        where T : struct => new(MemoryMarshal.AsBytes(values).ToArray());
}
