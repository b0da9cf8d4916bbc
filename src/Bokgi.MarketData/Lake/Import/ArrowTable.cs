using System.Buffers;
using System.Globalization;
using System.Text;
using Apache.Arrow;
using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;
using Apache.Arrow.Memory;
using Apache.Arrow.Types;
using Bokgi.Markets;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>Reads the rows of an Arrow file or stream, such as a Feather file of pandas, polars or R.</summary>
internal sealed class ArrowTable : SourceTable
{
    private const int MaxColumns = 1_000;
    private const int FileHeaderBytes = 8; // "ARROW1" and two bytes of padding, before the stream begins

    private readonly SourceFile file;
    private readonly ArrowStreamReader reader;
    private readonly Stream stream;
    private readonly IArrowType[] types;
    private RecordBatch? batch;

    // For each column, returns the text of the cell in a given row of the batch.
    private Func<int, string>[] cellReaders = [];

    private int row = -1;
    private int rowsInEarlierBatches;

    public ArrowTable(SourceFile file)
    {
        this.file = file;
        stream = file.Open();
        try
        {
            if (file.Kind == SourceKind.ArrowFile)
                ReadTranslatingErrors(() =>
                {
                    stream.ReadExactly(new byte[FileHeaderBytes]);
                    return true;
                });
            reader = new ArrowStreamReader(
                new CheckedArrowStream(stream),
                new BoundedAllocator(),
                new CompressionCodecFactory(),
                leaveOpen: true
            );
            var schema = ReadTranslatingErrors(() => reader.Schema ?? throw new InvalidDataException("the stream ends before its schema"));
            if (schema.FieldsList.Count > MaxColumns)
                throw new LakeException(
                    LakeErrorKind.MalformedFile,
                    $"{file.Name} has {schema.FieldsList.Count} columns; candles have a few"
                );
            Names = [.. schema.FieldsList.Select(field => field.Name)];
            types = [.. schema.FieldsList.Select(field => field.DataType)];
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    public override ImportFormat Format => ImportFormat.Arrow;

    public override string[] Names { get; }

    public override int ColumnCount => Names.Length;

    public override string Location => $"row {rowsInEarlierBatches + row + 1}";

    public override bool Read()
    {
        row++;
        while (batch is null || row >= batch.Length)
        {
            rowsInEarlierBatches += batch?.Length ?? 0;
            batch?.Dispose();
            batch = ReadTranslatingErrors(reader.ReadNextRecordBatch);
            if (batch is null)
                return false;
            row = 0;
            cellReaders = ReadTranslatingErrors(() => CreateCellReaders(batch));
        }

        return true;
    }

    public override string? UnavailableReason(int column) =>
        IsSupported(types[column]) ? null : DescribeUnsupported(Names[column], types[column]);

    public override ReadOnlySpan<byte> Cell(int column)
    {
        try
        {
            return Encoding.UTF8.GetBytes(cellReaders[column](row));
        }
        catch (Exception exception) when (exception is not (OutOfMemoryException or LakeException))
        {
            throw CannotRead(exception);
        }
    }

    public override void Dispose()
    {
        batch?.Dispose();
        reader.Dispose();
        stream.Dispose();
    }

    private T ReadTranslatingErrors<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is not (OutOfMemoryException or LakeException))
        {
            throw CannotRead(exception);
        }
    }

    private LakeException CannotRead(Exception exception)
    {
        return new LakeException(
            LakeErrorKind.MalformedFile,
            $"{file.Name} cannot be read as Arrow: it is damaged, cut off, or of an unsupported kind; save it as Parquet instead",
            exception
        );
    }

    // Rejects a damaged batch: one whose columns do not match the schema or the batch's number of rows.
    private Func<int, string>[] CreateCellReaders(RecordBatch rows) =>
        rows.ColumnCount == Names.Length && rows.Arrays.All(array => array.Length == rows.Length)
            ? [.. rows.Arrays.Select((array, column) => CreateCellReader(array, Names[column]))]
            : throw new InvalidDataException("a column has fewer or more rows than its batch");

    private Func<int, string> CreateCellReader(IArrowArray array, string name) =>
        array switch
        {
            HalfFloatArray halves => i =>
                halves.GetValue(i) is { } half ? ((double)half).ToString("R", CultureInfo.InvariantCulture) : string.Empty,
            Int8Array bytes => i => bytes.GetValue(i)?.ToString(CultureInfo.InvariantCulture) ?? string.Empty,
            UInt8Array bytes => i => bytes.GetValue(i)?.ToString(CultureInfo.InvariantCulture) ?? string.Empty,
            UInt16Array shorts => i => shorts.GetValue(i)?.ToString(CultureInfo.InvariantCulture) ?? string.Empty,
            NullArray => _ => string.Empty,
            BooleanArray booleans => i => booleans.GetValue(i)?.ToString() ?? string.Empty,
            DoubleArray doubles => i => doubles.GetValue(i)?.ToString("R", CultureInfo.InvariantCulture) ?? string.Empty,
            FloatArray floats => i => floats.GetValue(i)?.ToString("R", CultureInfo.InvariantCulture) ?? string.Empty,
            Int64Array longs => i => longs.GetValue(i)?.ToString(CultureInfo.InvariantCulture) ?? string.Empty,
            Int32Array ints => i => ints.GetValue(i)?.ToString(CultureInfo.InvariantCulture) ?? string.Empty,
            Int16Array shorts => i => shorts.GetValue(i)?.ToString(CultureInfo.InvariantCulture) ?? string.Empty,
            UInt64Array longs => i => longs.GetValue(i)?.ToString(CultureInfo.InvariantCulture) ?? string.Empty,
            UInt32Array ints => i => ints.GetValue(i)?.ToString(CultureInfo.InvariantCulture) ?? string.Empty,
            Decimal128Array decimals => i => decimals.GetString(i) ?? string.Empty,
            StringArray texts => i => texts.GetString(i) ?? string.Empty,
            LargeStringArray texts => i => texts.GetString(i) ?? string.Empty,
            StringViewArray texts => i => texts.GetString(i) ?? string.Empty,
            Date32Array dates => i => dates.GetDateOnly(i)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? string.Empty,
            Date64Array dates => i => dates.GetDateOnly(i)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? string.Empty,
            TimestampArray times => CreateTimeReader(times),
            DictionaryArray dictionary => CreateDictionaryReader(dictionary, name),
            _ => _ =>
                throw new LakeException(LakeErrorKind.MalformedFile, $"{file.Name}: {DescribeUnsupported(name, array.Data.DataType)}"),
        };

    private static bool IsSupported(IArrowType type) =>
        type is NumberType or FloatingPointType or StringType or LargeStringType or StringViewType or DateType or TimestampType or NullType
        || (type is DictionaryType dictionaryType && IsSupported(dictionaryType.ValueType));

    private static string DescribeUnsupported(string name, IArrowType type) =>
        $"'{CellExcerpt.Sanitize(name)}' has the type {type.Name}, which is not supported; write it as numbers or text";

    private static Func<int, string> CreateTimeReader(TimestampArray times)
    {
        var type = (TimestampType)times.Data.DataType;
        var zone = string.IsNullOrEmpty(type.Timezone) ? string.Empty : "Z"; // times with any zone are stored in UTC
        return i =>
            times.GetValue(i) is { } value
                ? UnixTime.ToDateTime(Microseconds(value, type.Unit)).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture)
                    + zone
                : string.Empty;
    }

    private static long Microseconds(long value, TimeUnit unit) =>
        unit switch
        {
            TimeUnit.Second => checked(value * UnixTime.MicrosecondsPerSecond),
            TimeUnit.Millisecond => checked(value * 1_000),
            TimeUnit.Nanosecond => value / 1_000,
            _ => value,
        };

    private Func<int, string> CreateDictionaryReader(DictionaryArray dictionary, string name)
    {
        var (values, indices) = (CreateCellReader(dictionary.Dictionary, name), CreateCellReader(dictionary.Indices, name));
        return i =>
            int.TryParse(indices(i), CultureInfo.InvariantCulture, out var index) && index >= 0 && index < dictionary.Dictionary.Length
                ? values(index)
                : string.Empty;
    }

    /// <summary>
    /// Limits the native memory that is allocated at one time, because a damaged file of a few bytes can declare a buffer of any length. Real
    /// batches of candles stay far below the limit.
    /// </summary>
    private sealed class BoundedAllocator : NativeMemoryAllocator
    {
        private const long MaxBytes = 192L << 20;

        private long bytes;

        protected override IMemoryOwner<byte> AllocateInternal(int length, out int bytesAllocated)
        {
            if (Interlocked.Add(ref bytes, length) <= MaxBytes)
                return new Allocation(base.AllocateInternal(length, out bytesAllocated), this, length);
            Interlocked.Add(ref bytes, -length);
            throw new InvalidDataException("a batch of rows is too large");
        }

        private sealed class Allocation(IMemoryOwner<byte> owner, BoundedAllocator allocator, int length) : IMemoryOwner<byte>
        {
            private int unreleased = length; // 0 after the first Dispose

            public Memory<byte> Memory => owner.Memory;

            public void Dispose()
            {
                owner.Dispose();
                Interlocked.Add(ref allocator.bytes, -Interlocked.Exchange(ref unreleased, 0));
            }
        }
    }
}
