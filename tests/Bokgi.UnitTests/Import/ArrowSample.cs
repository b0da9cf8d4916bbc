using Apache.Arrow;
using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.UnitTests.Import;

/// <summary>
/// Writes candles as pandas and polars do, in the file format or the stream format of Arrow. Times are UTC, or Korean time without a zone.
/// </summary>
internal static class ArrowSample
{
    public static void Write(string path, IReadOnlyList<Candle> bars, bool usesFileFormat, bool hasZone, CompressionCodecType? codec)
    {
        var type = new TimestampType(TimeUnit.Millisecond, hasZone ? "UTC" : null);
        var times = new TimestampArray.Builder(type);
        foreach (var bar in bars)
            times.Append(
                new DateTimeOffset(UnixTime.ToDateTime(bar.TimeUtc + (hasZone ? 0 : KoreanTime.OffsetMicroseconds)), TimeSpan.Zero)
            );
        (string Name, Func<Candle, double> Get)[] values =
        [
            ("open", bar => bar.Open),
            ("high", bar => bar.High),
            ("low", bar => bar.Low),
            ("close", bar => bar.Close),
            ("volume", bar => bar.Volume),
        ];
        var schema = new Schema(
            [new Field("date", type, true), .. values.Select(value => new Field(value.Name, DoubleType.Default, true))],
            null
        );
        IArrowArray[] columns =
        [
            times.Build(),
            .. values.Select(value => new DoubleArray.Builder().AppendRange(bars.Select(value.Get)).Build()),
        ];
        using var batch = new RecordBatch(schema, columns, bars.Count);
        using var stream = File.Create(path);
        var options = new IpcOptions { CompressionCodec = codec, CompressionCodecFactory = new CompressionCodecFactory() };
        using ArrowStreamWriter writer = usesFileFormat
            ? new ArrowFileWriter(stream, schema, false, options)
            : new ArrowStreamWriter(stream, schema, false, options);
        writer.WriteRecordBatch(batch);
        writer.WriteEnd();
    }
}
