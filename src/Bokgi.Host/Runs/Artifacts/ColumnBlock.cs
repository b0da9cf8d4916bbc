using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using System.Numerics;
using K4os.Compression.LZ4;

namespace Bokgi.Host.Runs.Artifacts;

/// <summary>
/// Encodes and decodes a block: consecutive values of a column. Each 64-bit value is replaced by its difference from the value before, with
/// the sign as the lowest bit (zigzag encoding), so that small differences have few bits. The bytes of the differences are regrouped into eight
/// planes: the lowest bytes of all differences, then all second-lowest bytes, and so on. LZ4 compresses the repetitive planes; the others are
/// stored as they are. If all values are equal, only one is stored. Floating-point numbers are encoded by their bits, so that they are decoded
/// exactly. A column of texts has blocks of bytes, the indexes of the texts, which are only compressed by LZ4. Each block begins with a
/// checksum of its content.
/// </summary>
internal static class ColumnBlock
{
    public const int MaximumValues = 1 << 16;

    private const int ChecksumBytes = sizeof(ulong);
    private const int MaximumCompressionRatio = 255; // of LZ4

    private const int Planes = sizeof(long);
    private const int SampledPairs = 64;

    // The length of a block of equal numbers. Every other block of numbers is longer, so a decoder recognizes these blocks by their length.
    private const int EqualValuesLength = ChecksumBytes + sizeof(long);

    /// <summary>The maximum length, in bytes, of a block that encodes so many bytes of values.</summary>
    public static int MaximumLength(int bytes) => ChecksumBytes + 1 + LZ4Codec.MaximumOutputSize(bytes);

    /// <summary>Whether a block of this length in bytes can decode to so many bytes of values; if not, the file is damaged.</summary>
    public static bool CanHold(int length, long bytes) =>
        length == EqualValuesLength || (length > ChecksumBytes && (length - ChecksumBytes) * (long)MaximumCompressionRatio >= bytes);

    /// <summary>Writes the encoded values to the start of <paramref name="block"/>, and returns the length of the block in bytes.</summary>
    public static int Encode(ReadOnlySpan<long> values, Span<byte> block)
    {
        if (!values.ContainsAnyExcept(values[0]))
        {
            BinaryPrimitives.WriteInt64LittleEndian(block[ChecksumBytes..], values[0]);
            return AddChecksum(block[..EqualValuesLength]);
        }

        var bytes = ArrayPool<byte>.Shared.Rent(values.Length * Planes);
        var planes = bytes.AsSpan(0, values.Length * Planes);
        SplitIntoPlanes(values, planes);
        var length = Compress(planes, values.Length, block[ChecksumBytes..]);
        ArrayPool<byte>.Shared.Return(bytes);
        return AddChecksum(block[..(ChecksumBytes + length)]);
    }

    /// <inheritdoc cref="Encode(ReadOnlySpan{long}, Span{byte})"/>
    public static int Encode(ReadOnlySpan<byte> values, Span<byte> block)
    {
        var content = block[ChecksumBytes..];
        var length = LZ4Codec.Encode(values, content);
        if (length <= 0 || length >= values.Length)
        {
            values.CopyTo(content); // uncompressed, which Decode recognizes: the content is as long as the values
            length = values.Length;
        }

        return AddChecksum(block[..(ChecksumBytes + length)]);
    }

    /// <exception cref="InvalidDataException">The block is damaged.</exception>
    public static void Decode(ReadOnlySpan<byte> block, Span<long> values)
    {
        if (block.Length == EqualValuesLength)
        {
            values.Fill(BinaryPrimitives.ReadInt64LittleEndian(GetVerifiedContent(block)));
            return;
        }

        var bytes = ArrayPool<byte>.Shared.Rent(values.Length * Planes);
        try
        {
            var planes = bytes.AsSpan(0, values.Length * Planes);
            Decompress(GetVerifiedContent(block), values.Length, planes);
            RestoreFromPlanes(planes, values);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <exception cref="InvalidDataException">The block is damaged.</exception>
    public static void Decode(ReadOnlySpan<byte> block, Span<byte> values)
    {
        var content = GetVerifiedContent(block);
        if (content.Length == values.Length)
            content.CopyTo(values);
        else if (LZ4Codec.Decode(content, values) != values.Length)
            throw new InvalidDataException("a block has another number of values");
    }

    private static ReadOnlySpan<byte> GetVerifiedContent(ReadOnlySpan<byte> block)
    {
        var content = block[ChecksumBytes..];
        return XxHash3.HashToUInt64(content) == BinaryPrimitives.ReadUInt64LittleEndian(block)
            ? content
            : throw new InvalidDataException("the checksum of a block is wrong");
    }

    // Writes a byte whose bit i says whether plane i is compressed, then the uncompressed planes, then all compressed planes together. To
    // compress them together, moves them to the start of the span.
    private static int Compress(Span<byte> planes, int count, Span<byte> content)
    {
        var (compressedMask, repetitiveCount, length) = (0, 0, 1);
        for (var i = 0; i < Planes; i++)
        {
            var plane = planes.Slice(i * count, count);
            if (IsRepetitive(plane))
            {
                plane.CopyTo(planes[(repetitiveCount++ * count)..]);
                compressedMask |= 1 << i;
            }
            else
            {
                plane.CopyTo(content[length..]);
                length += count;
            }
        }

        content[0] = (byte)compressedMask;
        return length + LZ4Codec.Encode(planes[..(repetitiveCount * count)], content[length..]);
    }

    private static void Decompress(ReadOnlySpan<byte> content, int count, Span<byte> planes)
    {
        var compressedMask = content[0];
        var plainCount = Planes - BitOperations.PopCount(compressedMask);
        if (content.Length < 1 + (plainCount * count))
            throw new InvalidDataException("a block has another number of values");
        // LZ4 decodes the compressed planes to the end of the span. The loop then copies each plane to its place, in ascending order, and never
        // overwrites a decoded plane that it has not copied yet.
        var decoded = planes[(plainCount * count)..];
        if (LZ4Codec.Decode(content[(1 + (plainCount * count))..], decoded) != decoded.Length)
            throw new InvalidDataException("a block has another number of values");
        content = content[1..];
        for (var i = 0; i < Planes; i++)
        {
            var plane = planes.Slice(i * count, count);
            if ((compressedMask & (1 << i)) != 0)
            {
                decoded[..count].CopyTo(plane);
                decoded = decoded[count..];
            }
            else
            {
                content[..count].CopyTo(plane);
                content = content[count..];
            }
        }
    }

    // Whether at least a quarter of the sampled bytes are equal to the byte after them. Other planes are not compressed, because LZ4 spends
    // most of its time on bytes that it cannot compress.
    private static bool IsRepetitive(ReadOnlySpan<byte> plane)
    {
        var (step, equal, pairs) = (Math.Max(1, plane.Length / SampledPairs), 0, 0);
        for (var i = 0; i < plane.Length - 1; i += step)
        {
            equal += plane[i] == plane[i + 1] ? 1 : 0;
            pairs++;
        }

        return equal * 4 >= pairs;
    }

    private static int AddChecksum(Span<byte> block)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(block, XxHash3.HashToUInt64(block[ChecksumBytes..]));
        return block.Length;
    }

    private static void SplitIntoPlanes(ReadOnlySpan<long> values, Span<byte> bytes)
    {
        var count = values.Length;
        var previous = 0L;
        for (var i = 0; i < count; i++)
        {
            var difference = values[i] - previous; // may overflow, which RestoreFromPlanes reverses
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

    private static void RestoreFromPlanes(ReadOnlySpan<byte> bytes, Span<long> values)
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
