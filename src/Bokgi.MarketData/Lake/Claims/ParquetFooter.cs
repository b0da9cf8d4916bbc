using System.Buffers.Binary;

namespace Bokgi.MarketData.Lake.Claims;

/// <summary>
/// The footer of a Parquet file from any program. It is validated before ParquetSharp's native reader opens the file, because the native
/// reader would allocate whatever a damaged or malicious footer claims.
/// </summary>
/// <remarks>Field numbers are those of Parquet's format definition, parquet.thrift.</remarks>
internal sealed class ParquetFooter
{
    /// <summary>The number of bytes after the footer, at the end of the file: the footer's length and the letters PAR1.</summary>
    public const int TailBytes = 8;

    private const int MaxBytes = 1 << 24;
    private const int MaxColumns = 4_096;
    private const int MaxSchemaDepth = 16;

    // The native reader needs about a kilobyte for each column chunk, and up to a hundred bytes for each element of any list.
    private const int MaxChunks = 1 << 16;
    private const int MaxElements = 500_000;

    // The physical types of parquet.thrift have the numbers 0 to 7.
    private const int LastPhysicalType = 7;

    private readonly List<ClaimedGroup> groups = [];

    private ParquetFooter() { }

    /// <summary>The total row count of all groups.</summary>
    public long Rows { get; private set; }

    public IReadOnlyList<ClaimedGroup> Groups => groups;

    private int Columns { get; set; }

    /// <summary>Reads the footer of a file.</summary>
    /// <exception cref="InvalidDataException">The file has no footer, or the footer claims impossible values.</exception>
    public static ParquetFooter Read(FileContent content)
    {
        if (content.Length < TailBytes)
            throw new InvalidDataException("the file is too short to be a Parquet file");
        using var tail = content.Read(content.Length - TailBytes, TailBytes);
        var length = LengthOf(tail.Bytes);
        var start = content.Length - TailBytes - length;
        if (length == 0 || start < 0)
            throw new InvalidDataException("the file does not end as a Parquet file does; it may be cut off");
        if (length > MaxBytes)
            throw TooMany("footer", length, "bytes", MaxBytes);

        using var bytes = content.Read(start, length);
        var footer = new ParquetFooter();
        footer.Parse(bytes.Bytes, start);
        return footer;
    }

    /// <summary>The length of the footer that ends with <paramref name="tail"/>; 0 when the tail is not valid.</summary>
    public static int LengthOf(ReadOnlySpan<byte> tail)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(tail);
        return tail[4..TailBytes].SequenceEqual("PAR1"u8) && length > 0 ? length : 0;
    }

    private static InvalidDataException TooMany(string what, long claimed, string unit, long max) =>
        new(FormattableString.Invariant($"the {what} claims {claimed:N0} {unit}, but at most {max:N0} are allowed"));

    private static InvalidDataException Damaged() => new("the footer is damaged");

    private void Parse(ReadOnlySpan<byte> footer, long footerOffset)
    {
        var reader = new CompactReader(footer);
        var (field, rows) = (0, 0L);
        while (reader.NextField(ref field, out var type))
        {
            if (field == 2 && type == CompactType.List)
                ReadSchema(ref reader);
            else if (field == 3)
                rows = reader.ReadInteger();
            else if (field == 4 && type == CompactType.List)
                ReadGroups(ref reader, footerOffset);
            else
                reader.Skip(type);
        }

        if (reader.IsBroken)
            throw Damaged();
        if (reader.Elements > MaxElements)
            throw TooMany("footer", reader.Elements, "entries", MaxElements);
        if (rows != Rows)
            throw new InvalidDataException(FormattableString.Invariant($"the footer claims {rows:N0} rows and {Rows:N0} in row groups"));
    }

    // The schema is a tree in which each element precedes its children. Element 0 is the root; other elements without children are columns.
    private void ReadSchema(ref CompactReader reader)
    {
        var elements = reader.ReadListLength(out var type);
        if (Columns > 0 || groups.Count > 0)
            throw Damaged(); // readers disagree about which of two schemas applies
        if (elements > MaxColumns)
            throw TooMany("schema", elements, "columns", MaxColumns);
        var remainingChildren = new Stack<int>();
        for (var i = 0; i < elements && !reader.IsBroken; i++)
        {
            var children = type == CompactType.Struct ? ReadChildCount(ref reader) : throw Damaged();
            if (children < 0 || children > elements || (i > 0 && remainingChildren.Count == 0) || remainingChildren.Count > MaxSchemaDepth)
                throw Damaged();
            if (i > 0)
                remainingChildren.Push(remainingChildren.Pop() - 1);
            if (children > 0)
                remainingChildren.Push((int)children);
            else if (i > 0)
                Columns++;
            while (remainingChildren.Count > 0 && remainingChildren.Peek() == 0)
                remainingChildren.Pop();
        }

        if (remainingChildren.Count > 0)
            throw Damaged();
    }

    private static long ReadChildCount(ref CompactReader reader)
    {
        var (field, children) = (0, 0L);
        while (reader.NextField(ref field, out var type))
        {
            if (field == 5)
                children = reader.ReadInteger();
            else
                reader.Skip(type);
        }

        return children;
    }

    private void ReadGroups(ref CompactReader reader, long footerOffset)
    {
        var count = reader.ReadListLength(out var type);
        if (groups.Count > 0)
            throw Damaged();
        if ((long)count * Math.Max(1, Columns) > MaxChunks)
            throw TooMany("footer", count, "row groups", MaxChunks / Math.Max(1, Columns));
        for (var i = 0; i < count && !reader.IsBroken; i++)
            groups.Add(type == CompactType.Struct ? ReadGroup(ref reader, footerOffset) : throw Damaged());
    }

    private ClaimedGroup ReadGroup(ref CompactReader reader, long footerOffset)
    {
        var (field, rows) = (0, -1L);
        ClaimedChunk[] chunks = [];
        while (reader.NextField(ref field, out var type))
        {
            if (field == 1 && type == CompactType.List)
                chunks = ReadChunks(ref reader, footerOffset);
            else if (field == 3)
                rows = reader.ReadInteger();
            else
                reader.Skip(type);
        }

        if (rows < 0 || rows > long.MaxValue - Rows || chunks.Length != Columns)
            throw Damaged();
        Rows += rows;
        return new ClaimedGroup(rows, chunks);
    }

    private ClaimedChunk[] ReadChunks(ref CompactReader reader, long footerOffset)
    {
        if (reader.ReadListLength(out var type) != Columns || type != CompactType.Struct)
            throw Damaged();
        var chunks = new ClaimedChunk[Columns];
        for (var i = 0; i < chunks.Length && !reader.IsBroken; i++)
        {
            var (field, hasMetadata) = (0, false);
            while (reader.NextField(ref field, out var inner))
            {
                if (field == 3 && inner == CompactType.Struct)
                    (chunks[i], hasMetadata) = (ReadChunk(ref reader, footerOffset), true);
                else
                    reader.Skip(inner);
            }

            if (!hasMetadata)
                throw Damaged();
        }

        return chunks;
    }

    private static ClaimedChunk ReadChunk(ref CompactReader reader, long footerOffset)
    {
        var (field, physicalType, values, length) = (0, -1L, -1L, -1L);
        var (dataOffset, dictionaryOffset) = (-1L, 0L);
        while (reader.NextField(ref field, out var type))
        {
            switch (field)
            {
                case 1:
                    physicalType = reader.ReadInteger();
                    break;
                case 5:
                    values = reader.ReadInteger();
                    break;
                case 7:
                    length = reader.ReadInteger();
                    break;
                case 9:
                    dataOffset = reader.ReadInteger();
                    break;
                case 11:
                    dictionaryOffset = reader.ReadInteger();
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }

        var start = dictionaryOffset > 0 && dictionaryOffset < dataOffset ? dictionaryOffset : dataOffset;
        var endsBeforeFooter = start >= 0 && start <= footerOffset && length >= 0 && length <= footerOffset - start;
        return endsBeforeFooter && physicalType is >= 0 and <= LastPhysicalType && values >= 0
            ? new ClaimedChunk(start, length, values, (int)physicalType)
            : throw Damaged();
    }
}
