using System.Text;

namespace Bokgi.UnitTests.Bombs;

/// <summary>
/// Builds a structure of Thrift's compact protocol, which Parquet uses for footers and page headers. Does not check the content.
/// </summary>
internal sealed class ThriftBytes
{
    private const int TrueType = 1;
    private const int Int32Type = 5;
    private const int Int64Type = 6;
    private const int BinaryType = 8;
    private const int ListType = 9;
    private const int StructType = 12;

    private readonly List<byte> bytes = [];
    private int lastField;

    /// <summary>Adds a 32-bit number, as in enums and page headers. The value is a long, because a false claim may need more bits.</summary>
    public ThriftBytes Int32(int field, long value)
    {
        AddFieldHeader(field, Int32Type);
        bytes.AddRange(Varint(ZigZag(value)));
        return this;
    }

    /// <summary>Adds a 64-bit number.</summary>
    public ThriftBytes Int64(int field, long value)
    {
        AddFieldHeader(field, Int64Type);
        bytes.AddRange(Varint(ZigZag(value)));
        return this;
    }

    public ThriftBytes Text(int field, string value)
    {
        AddFieldHeader(field, BinaryType);
        bytes.AddRange(LengthPrefixed(value));
        return this;
    }

    public ThriftBytes Bytes(int field, byte[] value)
    {
        AddFieldHeader(field, BinaryType);
        bytes.AddRange([.. Varint((ulong)value.Length), .. value]);
        return this;
    }

    public ThriftBytes True(int field)
    {
        AddFieldHeader(field, TrueType);
        return this;
    }

    public ThriftBytes Struct(int field, ThriftBytes value)
    {
        AddFieldHeader(field, StructType);
        bytes.AddRange(value.ToArray());
        return this;
    }

    public ThriftBytes Structs(int field, params IReadOnlyCollection<ThriftBytes> values) =>
        AddList(field, StructType, values.Count, [.. values.SelectMany(value => value.ToArray())]);

    public ThriftBytes Int32s(int field, params IReadOnlyCollection<long> values) =>
        AddList(field, Int32Type, values.Count, [.. values.SelectMany(value => Varint(ZigZag(value)))]);

    public ThriftBytes Texts(int field, params IReadOnlyCollection<string> values) =>
        AddList(field, BinaryType, values.Count, [.. values.SelectMany(LengthPrefixed)]);

    /// <summary>Adds a list whose header claims <paramref name="count"/> structures, whatever the given bytes contain.</summary>
    public ThriftBytes ClaimedStructs(int field, long count, params byte[] content) => AddList(field, StructType, count, content);

    public byte[] ToArray() => [.. bytes, 0];

    /// <summary>Encodes a number in as few bytes as it needs, seven bits in each.</summary>
    public static byte[] Varint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value > 127; value >>= 7)
            bytes.Add((byte)(value | 128));
        return [.. bytes, (byte)value];
    }

    /// <summary>Maps small numbers of either sign to small unsigned numbers: 0, -1, 1, -2 to 0, 1, 2, 3.</summary>
    public static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));

    private static byte[] LengthPrefixed(string text) =>
        [.. Varint((ulong)Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)];

    private ThriftBytes AddList(int field, int type, long count, byte[] content)
    {
        AddFieldHeader(field, ListType);
        var shortCount = (int)Math.Min(count, 15); // 15 announces that the count follows as a number
        bytes.Add((byte)((shortCount << 4) | type));
        if (count >= 15)
            bytes.AddRange(Varint((ulong)count));
        bytes.AddRange(content);
        return this;
    }

    // In place of the number of a field, Thrift writes its distance from the number of the previous field.
    private void AddFieldHeader(int field, int type)
    {
        bytes.Add((byte)(((field - lastField) << 4) | type));
        lastField = field;
    }
}
