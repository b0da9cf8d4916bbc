using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using K4os.Compression.LZ4;

namespace Bokgi.Host.Runs.Artifacts;

/// <summary>
/// Encodes consecutive values of a column. Each value is replaced by its difference from the one before, with the sign as the last bit, so
/// that small differences have few bits; the bytes of the differences are regrouped, the lowest bytes of all values first, and compressed by
/// LZ4. Values that are all equal are stored as one. Floating-point numbers are encoded by their bits, so that they are decoded exactly. A
/// checksum precedes the block.
/// </summary>
internal static class ColumnBlock
{
    public const int MaximumValues = 1 << 16;

    private const int ChecksumBytes = sizeof(ulong);
    private const int MaximumCompressionRatio = 255; // of LZ4

    // LZ4 makes no content as short as one value of 8 bytes.
    private const int EqualValuesLength = ChecksumBytes + sizeof(long);

    public static int MaximumLength(int bytes) => ChecksumBytes + LZ4Codec.MaximumOutputSize(bytes);

    /// <summary>Whether a block of this length can hold so many bytes; if not, its file is damaged.</summary>
    public static bool CanHold(int length, long bytes) =>
        length == EqualValuesLength || (length > ChecksumBytes && (length - ChecksumBytes) * (long)MaximumCompressionRatio >= bytes);

    /// <summary>Returns the length of the block.</summary>
    public static int Encode(ReadOnlySpan<long> values, Span<byte> block)
    {
        if (!values.ContainsAnyExcept(values[0]))
        {
            BinaryPrimitives.WriteInt64LittleEndian(block[ChecksumBytes..], values[0]);
            return AddChecksum(block[..EqualValuesLength]);
        }

        var bytes = ArrayPool<byte>.Shared.Rent(values.Length * sizeof(long));
        var regrouped = bytes.AsSpan(0, values.Length * sizeof(long));
        Regroup(values, regrouped);
        var length = Encode(regrouped, block);
        ArrayPool<byte>.Shared.Return(bytes);
        return length;
    }

    /// <summary>Returns the length of the block.</summary>
    public static int Encode(ReadOnlySpan<byte> values, Span<byte> block)
    {
        var content = block[ChecksumBytes..];
        var length = LZ4Codec.Encode(values, content);
        if (length <= 0 || length >= values.Length)
        {
            values.CopyTo(content); // a content of the full length is not compressed
            length = values.Length;
        }

        return AddChecksum(block[..(ChecksumBytes + length)]);
    }

    /// <exception cref="InvalidDataException">The block is damaged.</exception>
    public static void Decode(ReadOnlySpan<byte> block, Span<long> values)
    {
        if (block.Length == EqualValuesLength)
        {
            Span<byte> value = stackalloc byte[sizeof(long)];
            Decode(block, value);
            values.Fill(BinaryPrimitives.ReadInt64LittleEndian(value));
            return;
        }

        var bytes = ArrayPool<byte>.Shared.Rent(values.Length * sizeof(long));
        try
        {
            var regrouped = bytes.AsSpan(0, values.Length * sizeof(long));
            Decode(block, regrouped);
            Restore(regrouped, values);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <exception cref="InvalidDataException">The block is damaged.</exception>
    public static void Decode(ReadOnlySpan<byte> block, Span<byte> values)
    {
        var content = block[ChecksumBytes..];
        if (XxHash3.HashToUInt64(content) != BinaryPrimitives.ReadUInt64LittleEndian(block))
            throw new InvalidDataException("the checksum of a block is wrong");
        if (content.Length == values.Length)
            content.CopyTo(values);
        else if (LZ4Codec.Decode(content, values) != values.Length)
            throw new InvalidDataException("a block has another number of values");
    }

    private static int AddChecksum(Span<byte> block)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(block, XxHash3.HashToUInt64(block[ChecksumBytes..]));
        return block.Length;
    }

    private static void Regroup(ReadOnlySpan<long> values, Span<byte> bytes)
    {
        var count = values.Length;
        var previous = 0L;
        for (var i = 0; i < count; i++)
        {
            var difference = values[i] - previous; // may overflow, which Restore reverses
            previous = values[i];
            var bits = (difference << 1) ^ (difference >> 63);
            bytes[i] = (byte)bits;
            bytes[count + i] = (byte)(bits >> 8);
            bytes[(2 * count) + i] = (byte)(bits >> 16);
            bytes[(3 * count) + i] = (byte)(bits >> 24);
            bytes[(4 * count) + i] = (byte)(bits >> 32);
            bytes[(5 * count) + i] = (byte)(bits >> 40);
            bytes[(6 * count) + i] = (byte)(bits >> 48);
            bytes[(7 * count) + i] = (byte)(bits >> 56);
        }
    }

    private static void Restore(ReadOnlySpan<byte> bytes, Span<long> values)
    {
        var count = values.Length;
        var previous = 0L;
        for (var i = 0; i < count; i++)
        {
            var bits =
                bytes[i]
                | ((ulong)bytes[count + i] << 8)
                | ((ulong)bytes[(2 * count) + i] << 16)
                | ((ulong)bytes[(3 * count) + i] << 24)
                | ((ulong)bytes[(4 * count) + i] << 32)
                | ((ulong)bytes[(5 * count) + i] << 40)
                | ((ulong)bytes[(6 * count) + i] << 48)
                | ((ulong)bytes[(7 * count) + i] << 56);
            previous += (long)(bits >> 1) ^ -(long)(bits & 1);
            values[i] = previous;
        }
    }
}
