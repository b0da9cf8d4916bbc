using System.Buffers.Binary;

namespace Bokgi.UnitTests.Bombs;

/// <summary>
/// A small Parquet file, written byte by byte, that claims to contain many candles. Each column consists of a dictionary of a few values and one
/// page of indices that repeat these values. The sizes that the file claims are true, unless a property overrides them. The first number passed
/// to each method of <see cref="ThriftBytes"/> is the number of the field in Parquet's parquet.thrift.
/// </summary>
internal sealed record BombFile
{
    private const int PlainEncoding = 0;
    private const int DictionaryEncoding = 8;
    private const int DeltaEncoding = 5;
    private const int Int64Type = 2;
    private const int DoubleType = 5;

    private static readonly string[] Names = ["timestamp", "open", "high", "low", "close", "volume"];

    /// <summary>One or two timestamps (microseconds since 1970, UTC), which the rows repeat in turn.</summary>
    public long[] Times { get; init; } = [1_000_000_000_000_000];

    /// <summary>Whether all rows have the same prices and volume.</summary>
    public bool HasEqualValues { get; init; }

    /// <summary>
    /// Microseconds between the times of consecutive rows, which are written as one block of deltas; null to repeat <see cref="Times"/>.
    /// </summary>
    public long? MicrosecondsBetweenRows { get; init; }

    /// <summary>The actual number of rows in each row group.</summary>
    public long Rows { get; init; } = 1_000;

    /// <summary>Number of row groups; all share the same pages.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>The total number of rows that the footer claims; null for the sum over the row groups.</summary>
    public long? ClaimedRows { get; init; }

    /// <summary>The number of rows that the footer claims for each row group; null for the actual number.</summary>
    public long? ClaimedGroupRows { get; init; }

    /// <summary>The number of values that the footer claims for each column; null for the number of rows in the row group.</summary>
    public long? ClaimedValues { get; init; }

    /// <summary>The number of values that each data page claims; null for the actual number.</summary>
    public long? ClaimedPageValues { get; init; }

    /// <summary>The decompressed size in bytes that each data page claims; null for the actual size.</summary>
    public long? ClaimedPageBytes { get; init; }

    /// <summary>The number of values that each dictionary claims; null for the actual number.</summary>
    public long? ClaimedDictionaryValues { get; init; }

    /// <summary>The decompressed size in bytes that each dictionary claims; null for the actual size.</summary>
    public long? ClaimedDictionaryBytes { get; init; }

    /// <summary>The encoding that data pages claim, except those written with <see cref="MicrosecondsBetweenRows"/>.</summary>
    public int Encoding { get; init; } = DictionaryEncoding;

    /// <summary>Modifies the footer before it is written.</summary>
    public Action<ThriftBytes> ModifyFooter { get; init; } = _ => { };

    /// <summary>Minimum and maximum time in the footer's statistics; null for no statistics.</summary>
    public (long First, long Last)? ClaimedTimes { get; init; }

    public byte[] ToArray()
    {
        var file = new List<byte>("PAR1"u8.ToArray());
        var chunks = Names.Select((_, column) => WriteColumn(file, column)).ToArray();
        var groups = Enumerable.Repeat(CreateRowGroup(chunks), Groups).ToArray();
        var footer = new ThriftBytes()
            .Int32(1, 1)
            .Structs(
                2,
                [new ThriftBytes().Text(4, "schema").Int32(5, Names.Length), .. Names.Select((_, column) => CreateSchemaElement(column))]
            )
            .Int64(3, ClaimedRows ?? (ClaimedGroupRows ?? Rows) * Groups)
            .Structs(4, groups);
        ModifyFooter(footer);
        return WithFooter([.. file], footer.ToArray());
    }

    /// <summary>Joins pages, footer, footer length in bytes and the closing magic number. If a length is claimed, it replaces the true one.</summary>
    public static byte[] WithFooter(byte[] pages, byte[] footer, int? claimedLength = null)
    {
        var length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, claimedLength ?? footer.Length);
        return [.. pages, .. footer, .. length, .. "PAR1"u8];
    }

    // Returns, in bytes, the offset of the column in the file, the offset of its data page in the file, and the length of the column.
    private (long Start, long DataStart, long Length) WriteColumn(List<byte> file, int column)
    {
        var start = file.Count;
        if (column == 0 && MicrosecondsBetweenRows is { } step)
        {
            AddPage(file, CreateDeltaPage(step), DeltaEncoding);
            return (start, start, file.Count - start);
        }

        byte[] values =
        [
            .. Enumerable
                .Range(0, Times.Length)
                .SelectMany(i => column == 0 ? BitConverter.GetBytes(Times[i]) : BitConverter.GetBytes(HasEqualValues ? 1.0 : i + 1.0)),
        ];
        file.AddRange(
            new ThriftBytes()
                .Int32(1, 2)
                .Int32(2, ClaimedDictionaryBytes ?? values.Length)
                .Int32(3, values.Length)
                .Struct(7, new ThriftBytes().Int32(1, ClaimedDictionaryValues ?? Times.Length).Int32(2, PlainEncoding))
                .ToArray()
        );
        file.AddRange(values);
        var dataStart = file.Count;
        AddPage(file, Times.Length == 1 ? CreateRepeatedPage() : CreateAlternatingPage(), Encoding);
        return (start, dataStart, file.Count - start);
    }

    private void AddPage(List<byte> file, byte[] content, int encoding)
    {
        file.AddRange(
            new ThriftBytes()
                .Int32(1, 0)
                .Int32(2, ClaimedPageBytes ?? content.Length)
                .Int32(3, content.Length)
                .Struct(5, new ThriftBytes().Int32(1, ClaimedPageValues ?? Rows).Int32(2, encoding).Int32(3, 3).Int32(4, 3))
                .ToArray()
        );
        file.AddRange(content);
    }

    // One block that contains the deltas of all rows. All deltas equal the minimum of the block, so each takes zero bits.
    private byte[] CreateDeltaPage(long step) =>
        [
            .. ThriftBytes.Varint((ulong)((Rows + 127) / 128 * 128)), // the block size must be a multiple of 128
            .. ThriftBytes.Varint(1), // the number of miniblocks in the block
            .. ThriftBytes.Varint((ulong)Rows),
            .. ThriftBytes.Varint(ThriftBytes.ZigZag(Times[0])),
            .. ThriftBytes.Varint(ThriftBytes.ZigZag(step)),
            0, // the bit width of the miniblock's deltas
        ];

    // Bit width 1, then one RLE run that repeats index 0.
    private byte[] CreateRepeatedPage() => [1, .. ThriftBytes.Varint((ulong)Rows << 1), 0];

    // Bit width 1, then one bit-packed run in which indices 0 and 1 alternate, eight to a byte.
    private byte[] CreateAlternatingPage()
    {
        var groupsOfEight = (Rows + 7) / 8;
        var bits = new byte[groupsOfEight];
        Array.Fill(bits, (byte)0b1010_1010);
        return [1, .. ThriftBytes.Varint(((ulong)groupsOfEight << 1) | 1), .. bits];
    }

    private static ThriftBytes CreateSchemaElement(int column)
    {
        var schema = new ThriftBytes().Int32(1, column == 0 ? Int64Type : DoubleType).Int32(3, 0).Text(4, Names[column]);
        if (column > 0)
            return schema;
        // Field 2 of the union TimeUnit is MICROS, an empty structure.
        var microseconds = new ThriftBytes().Struct(2, new ThriftBytes());
        // Converted type 10 is TIMESTAMP_MICROS. Field 10 is the logical type, whose field 8 is TIMESTAMP.
        return schema.Int32(6, 10).Struct(10, new ThriftBytes().Struct(8, CreateUtcTimestamp(microseconds)));
    }

    // Field 1 is isAdjustedToUTC. Thrift has no bytes for the value of a boolean: its type says whether it is true.
    private static ThriftBytes CreateUtcTimestamp(ThriftBytes unit) => new ThriftBytes().True(1).Struct(2, unit);

    private ThriftBytes CreateRowGroup((long Start, long DataStart, long Length)[] chunks) =>
        new ThriftBytes()
            .Structs(1, [.. chunks.Select((chunk, column) => CreateColumnChunk(chunk, column))])
            .Int64(2, chunks.Sum(chunk => chunk.Length))
            .Int64(3, ClaimedGroupRows ?? Rows);

    private ThriftBytes CreateColumnChunk((long Start, long DataStart, long Length) chunk, int column)
    {
        var metadata = new ThriftBytes()
            .Int32(1, column == 0 ? Int64Type : DoubleType)
            .Int32s(2, column == 0 && MicrosecondsBetweenRows is not null ? [DeltaEncoding] : [PlainEncoding, DictionaryEncoding])
            .Texts(3, Names[column])
            .Int32(4, 0)
            .Int64(5, ClaimedValues ?? ClaimedGroupRows ?? Rows)
            .Int64(6, chunk.Length)
            .Int64(7, chunk.Length)
            .Int64(9, chunk.DataStart);
        if (chunk.DataStart != chunk.Start)
            metadata.Int64(11, chunk.Start);
        if (column == 0 && ClaimedTimes is { } times)
            metadata.Struct(12, new ThriftBytes().Bytes(1, BitConverter.GetBytes(times.Last)).Bytes(2, BitConverter.GetBytes(times.First)));
        return new ThriftBytes().Int64(2, chunk.Start).Struct(3, metadata);
    }
}
