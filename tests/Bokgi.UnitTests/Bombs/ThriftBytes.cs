using System.Text;

namespace Bokgi.UnitTests.Bombs;

/// <summary>
/// Writes structures of Thrift's compact protocol, which Parquet uses for footers and page headers. Does not validate their content.
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

    /// <summary>Adds a 32-bit number, which Parquet uses for enums and in page headers; a false claim may exceed 32 bits.</summary>
    public ThriftBytes Int32(int field, long value)
    {
        FieldHeader(field, Int32Type);
        bytes.AddRange(Varint(ZigZag(value)));
        return this;
    }

    /// <summary>Adds a 64-bit number.</summary>
    public ThriftBytes Int64(int field, long value)
    {
        FieldHeader(field, Int64Type);
        bytes.AddRange(Varint(ZigZag(value)));
        return this;
    }

    public ThriftBytes Text(int field, string value)
    {
        FieldHeader(field, BinaryType);
        bytes.AddRange(LengthPrefixed(value));
        return this;
    }

    public ThriftBytes Bytes(int field, byte[] value)
    {
        FieldHeader(field, BinaryType);
        bytes.AddRange([.. Varint((ulong)value.Length), .. value]);
        return this;
    }

    public ThriftBytes True(int field)
    {
        FieldHeader(field, TrueType);
        return this;
    }

    public ThriftBytes Struct(int field, ThriftBytes value)
    {
        FieldHeader(field, StructType);
        bytes.AddRange(value.ToArray());
        return this;
    }

    public ThriftBytes Structs(int field, params IReadOnlyCollection<ThriftBytes> values) =>
        ListField(field, StructType, values.Count, [.. values.SelectMany(value => value.ToArray())]);

    public ThriftBytes Int32s(int field, params IReadOnlyCollection<long> values) =>
        ListField(field, Int32Type, values.Count, [.. values.SelectMany(value => Varint(ZigZag(value)))]);

    public ThriftBytes Texts(int field, params IReadOnlyCollection<string> values) =>
        ListField(field, BinaryType, values.Count, [.. values.SelectMany(LengthPrefixed)]);

    /// <summary>Adds a list whose header claims <paramref name="count"/> structures but that contains the given bytes.</summary>
    public ThriftBytes ClaimedStructs(int field, long count, params byte[] content) => ListField(field, StructType, count, content);

    public byte[] ToArray() => [.. bytes, 0];

    public static byte[] Varint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value > 127; value >>= 7)
            bytes.Add((byte)(value | 128));
        return [.. bytes, (byte)value];
    }

    public static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));

    private static byte[] LengthPrefixed(string text) =>
        [.. Varint((ulong)Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)];

    private ThriftBytes ListField(int field, int type, long count, byte[] content)
    {
        FieldHeader(field, ListType);
        var shortCount = (int)Math.Min(count, 15); // 15 announces a count of its own
        bytes.Add((byte)((shortCount << 4) | type));
        if (count >= 15)
            bytes.AddRange(Varint((ulong)count));
        bytes.AddRange(content);
        return this;
    }

    private void FieldHeader(int field, int type)
    {
        bytes.Add((byte)(((field - lastField) << 4) | type));
        lastField = field;
    }
}
