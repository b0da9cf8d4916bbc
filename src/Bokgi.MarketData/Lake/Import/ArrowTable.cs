using System.Globalization;
using System.Text;
using Apache.Arrow;
using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;
using Apache.Arrow.Memory;
using Apache.Arrow.Types;
using Bokgi.Markets;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>The rows of an Arrow file or stream; Feather files of pandas, polars and R are such.</summary>
internal sealed class ArrowTable : SourceTable
{
    private const int MostColumns = 1_000;

    private readonly SourceFile file;
    private readonly ArrowStreamReader reader;
    private readonly Stream stream;
    private RecordBatch? batch;
    private Func<int, string>[] cells = [];
    private int row = -1;
    private int rowsBefore;

    public ArrowTable(SourceFile file)
    {
        this.file = file;
        stream = file.Open();
        try
        {
            reader = Guarded(() =>
                file.Kind == SourceKind.ArrowFile
                    ? new ArrowFileReader(Seekable(), new BoundedAllocator(), new CompressionCodecFactory())
                    : new ArrowStreamReader(stream, new BoundedAllocator(), new CompressionCodecFactory(), leaveOpen: true)
            );
            var schema = Guarded(() => reader.Schema);
            if (schema.FieldsList.Count > MostColumns)
                throw new LakeException(
                    LakeErrorKind.MalformedFile,
                    $"{file.Name} has {schema.FieldsList.Count} columns; candles have a few"
                );
            Names = [.. schema.FieldsList.Select(field => field.Name)];
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    public override ImportFormat Format => ImportFormat.Arrow;

    public override string[] Names { get; }

    public override int Count => Names.Length;

    public override string Where => $"row {rowsBefore + row + 1}";

    public override bool Read()
    {
        row++;
        while (batch is null || row >= batch.Length)
        {
            rowsBefore += batch?.Length ?? 0;
            batch?.Dispose();
            batch = Guarded(reader.ReadNextRecordBatch);
            if (batch is null)
                return false;
            row = 0;
            cells = [.. batch.Arrays.Select((array, place) => CellsOf(array, Names[place]))];
        }

        return true;
    }

    public override ReadOnlySpan<byte> Cell(int place) => Encoding.UTF8.GetBytes(cells[place](row));

    public override void Dispose()
    {
        batch?.Dispose();
        reader.Dispose();
        stream.Dispose();
    }

    // The footer of an Arrow file is at its end, which a packed one has to be unpacked for.
    private Stream Seekable() => stream.CanSeek ? stream : throw new InvalidDataException("packed");

    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception damage) when (damage is not (OutOfMemoryException or LakeException))
        {
            var reason = file.IsPlain
                ? "it is damaged, cut off, or of a kind that is not read; write it anew as Parquet"
                : "unpack it first";
            throw new LakeException(LakeErrorKind.MalformedFile, $"{file.Name} cannot be read as Arrow: {reason}", damage);
        }
    }

    private Func<int, string> CellsOf(IArrowArray array, string name) =>
        array switch
        {
            DoubleArray doubles => at => doubles.GetValue(at)?.ToString("R", CultureInfo.InvariantCulture) ?? string.Empty,
            FloatArray floats => at => floats.GetValue(at)?.ToString("R", CultureInfo.InvariantCulture) ?? string.Empty,
            Int64Array longs => at => longs.GetValue(at)?.ToString(CultureInfo.InvariantCulture) ?? string.Empty,
            Int32Array ints => at => ints.GetValue(at)?.ToString(CultureInfo.InvariantCulture) ?? string.Empty,
            Int16Array shorts => at => shorts.GetValue(at)?.ToString(CultureInfo.InvariantCulture) ?? string.Empty,
            UInt64Array longs => at => longs.GetValue(at)?.ToString(CultureInfo.InvariantCulture) ?? string.Empty,
            UInt32Array ints => at => ints.GetValue(at)?.ToString(CultureInfo.InvariantCulture) ?? string.Empty,
            Decimal128Array decimals => at => decimals.GetString(at) ?? string.Empty,
            StringArray texts => at => texts.GetString(at) ?? string.Empty,
            LargeStringArray texts => at => texts.GetString(at) ?? string.Empty,
            StringViewArray texts => at => texts.GetString(at) ?? string.Empty,
            Date32Array dates => at => dates.GetDateOnly(at)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? string.Empty,
            Date64Array dates => at => dates.GetDateOnly(at)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? string.Empty,
            TimestampArray times => TimesOf(times),
            DictionaryArray dictionary => WordsOf(dictionary, name),
            _ => _ => string.Empty,
        };

    private static Func<int, string> TimesOf(TimestampArray times)
    {
        var type = (TimestampType)times.Data.DataType;
        var zone = string.IsNullOrEmpty(type.Timezone) ? string.Empty : "Z";
        return at =>
            times.GetValue(at) is { } value
                ? UnixTime.ToDateTime(Microseconds(value, type.Unit)).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture)
                    + zone
                : string.Empty;
    }

    private static long Microseconds(long value, TimeUnit unit) =>
        unit switch
        {
            TimeUnit.Second => checked(value * 1_000_000),
            TimeUnit.Millisecond => checked(value * 1_000),
            TimeUnit.Nanosecond => value / 1_000,
            _ => value,
        };

    private Func<int, string> WordsOf(DictionaryArray dictionary, string name)
    {
        var (words, indices) = (CellsOf(dictionary.Dictionary, name), CellsOf(dictionary.Indices, name));
        return at =>
            int.TryParse(indices(at), CultureInfo.InvariantCulture, out var word) && word >= 0 && word < dictionary.Dictionary.Length
                ? words(word)
                : string.Empty;
    }

    /// <summary>Gives no more memory than a batch of candles can need: a few bytes can claim any size.</summary>
    private sealed class BoundedAllocator : NativeMemoryAllocator
    {
        private const int MostBytes = 64 << 20;

        protected override System.Buffers.IMemoryOwner<byte> AllocateInternal(int length, out int bytesAllocated) =>
            length <= MostBytes
                ? base.AllocateInternal(length, out bytesAllocated)
                : throw new InvalidDataException("a buffer is too large");
    }
}
