using System.Buffers.Binary;

namespace Bokgi.MarketData.Lake.Claims;

/// <summary>
/// Reads Thrift's compact protocol, which Parquet uses for footers and page headers. Malformed input sets <see cref="IsBroken"/>.
/// </summary>
/// <remarks>Once broken, every read returns 0 and every structure ends at once, so callers need to check only at the end.</remarks>
internal ref struct CompactReader(ReadOnlySpan<byte> bytes)
{
    /// <summary>Valid Parquet never nests lists or structures deeper than this.</summary>
    private const int MaxNesting = 16;

    private readonly ReadOnlySpan<byte> bytes = bytes;

    public bool IsBroken { get; private set; }

    /// <summary>How many bytes have been read.</summary>
    public int Position { get; private set; }

    /// <summary>The total number of list elements so far; a program that keeps all elements needs memory for each.</summary>
    public long Elements { get; private set; }

    /// <summary>Advances to the next field of a structure.</summary>
    /// <param name="field">The number of the previous field, 0 at the start; receives the number of the next field.</param>
    /// <param name="type">The type of the field.</param>
    /// <returns>Whether there is another field.</returns>
    public bool NextField(ref int field, out CompactType type)
    {
        var header = ReadByte();
        type = (CompactType)(header & 15);
        if (type == CompactType.Stop)
            return false;
        var delta = header >> 4; // the difference from the previous field's number; 0 if the field's number follows instead
        field = delta == 0 ? (int)ReadInteger() : field + delta;
        return !IsBroken;
    }

    /// <summary>Reads the length of a list, whose elements follow.</summary>
    public int ReadListLength(out CompactType type)
    {
        var header = ReadByte();
        type = (CompactType)(header & 15);
        var length = header >> 4 == 15 ? (long)ReadUnsigned() : header >> 4; // 15: the length follows
        if (length < 0 || length > bytes.Length - Position)
            return MarkBroken(); // too few bytes remain, because each element takes at least one
        Elements += length;
        return (int)length;
    }

    // Zigzag encoding: the lowest bit is the sign.
    public long ReadInteger()
    {
        var value = ReadUnsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    // Seven bits per byte, lowest first; the eighth bit says that another byte follows.
    public ulong ReadUnsigned()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = ReadByte();
            value |= (ulong)(next & 127) << shift;
            if (next < 128)
                return value;
        }

        return (ulong)MarkBroken();
    }

    public ReadOnlySpan<byte> ReadBinary()
    {
        var length = ReadUnsigned();
        if (length > (ulong)(bytes.Length - Position))
        {
            MarkBroken();
            return [];
        }

        var value = bytes.Slice(Position, (int)length);
        Position += (int)length;
        return value;
    }

    /// <summary>Reads a binary value of eight bytes as an INT64, as in statistics; null when it has another length.</summary>
    public long? ReadInt64Binary()
    {
        var value = ReadBinary();
        return value.Length == sizeof(long) ? BinaryPrimitives.ReadInt64LittleEndian(value) : null;
    }

    /// <summary>Skips a field that is not needed.</summary>
    public void Skip(CompactType type, int depth = 0)
    {
        if (depth > MaxNesting || IsBroken)
        {
            MarkBroken();
            return;
        }

        switch (type)
        {
            case CompactType.True or CompactType.False: // the type itself is the value; only in a list does a value take a byte (see below)
                break;
            case CompactType.Int8:
                ReadByte();
                break;
            case CompactType.Int16 or CompactType.Int32 or CompactType.Int64:
                ReadUnsigned();
                break;
            case CompactType.Double:
                for (var i = 0; i < sizeof(double); i++)
                    ReadByte();
                break;
            case CompactType.Binary:
                ReadBinary();
                break;
            case CompactType.List or CompactType.Set:
                for (var remaining = ReadListLength(out var element); remaining > 0 && !IsBroken; remaining--)
                    Skip(element is CompactType.True or CompactType.False ? CompactType.Int8 : element, depth + 1);
                break;
            case CompactType.Struct:
                var field = 0;
                while (NextField(ref field, out var inner))
                    Skip(inner, depth + 1);
                break;
            default:
                MarkBroken();
                break;
        }
    }

    private byte ReadByte()
    {
        if (IsBroken || Position >= bytes.Length)
            return (byte)MarkBroken();
        return bytes[Position++];
    }

    // Returns 0, the result of every read of broken input.
    private int MarkBroken()
    {
        IsBroken = true;
        return 0;
    }
}
