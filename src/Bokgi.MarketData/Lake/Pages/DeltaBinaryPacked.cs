using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Bokgi.MarketData.Lake.Claims;

namespace Bokgi.MarketData.Lake.Pages;

/// <summary>
/// Parquet's DELTA_BINARY_PACKED encoding of INT64: a first value, then blocks of differences. A block is divided into miniblocks, which pack their
/// differences into as few bits as needed.
/// </summary>
internal static class DeltaBinaryPacked
{
    /// <summary>Decodes a whole page.</summary>
    /// <returns>False if the page is malformed, has another number of values, or the destination is empty.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryDecode(ReadOnlySpan<byte> page, Span<long> destination)
    {
        if (destination.IsEmpty)
            return false;
        var reader = new CompactReader(page);
        var blockValues = reader.ReadUnsigned();
        var miniblocksPerBlock = reader.ReadUnsigned();
        var totalValues = reader.ReadUnsigned();
        var value = reader.ReadInteger();
        if (reader.IsBroken || totalValues != (ulong)destination.Length || miniblocksPerBlock is 0 or > 64 || blockValues is 0 or > 1 << 16)
            return false;
        var miniblockValues = (int)(blockValues / miniblocksPerBlock);
        if (miniblockValues == 0 || miniblockValues % 32 != 0)
            return false; // Parquet requires a multiple of 32

        destination[0] = value;
        page = page[reader.Position..];
        for (var done = 1; done < destination.Length; )
        {
            var blockHeader = new CompactReader(page);
            var minDelta = blockHeader.ReadInteger();
            if (blockHeader.IsBroken || page.Length - blockHeader.Position < (int)miniblocksPerBlock)
                return false;
            var widths = page.Slice(blockHeader.Position, (int)miniblocksPerBlock);
            page = page[(blockHeader.Position + widths.Length)..];
            for (var miniblock = 0; miniblock < widths.Length && done < destination.Length; miniblock++)
            {
                int width = widths[miniblock];
                var bytes = miniblockValues / 8 * width;
                if (width > 64 || bytes > page.Length)
                    return false;
                var part = destination.Slice(done, Math.Min(miniblockValues, destination.Length - done));
                value = width == 0 ? FillWithEqualSteps(value, minDelta, part) : Unpack(page[..bytes], width, value, minDelta, part);
                page = page[bytes..];
                done += part.Length;
            }
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long FillWithEqualSteps(long value, long step, Span<long> destination)
    {
        foreach (ref var cell in destination)
        {
            value += step;
            cell = value;
        }

        return value;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long Unpack(ReadOnlySpan<byte> bits, int width, long value, long minDelta, Span<long> destination)
    {
        var mask = width == 64 ? ulong.MaxValue : (1UL << width) - 1;
        for (var i = 0; i < destination.Length; i++)
        {
            var (byteIndex, shift) = Math.DivRem(i * width, 8);
            var delta = ReadWord(bits, byteIndex) >> shift;
            if (shift + width > 64)
                delta |= (ulong)bits[byteIndex + 8] << (64 - shift); // the rest is in a ninth byte
            value += minDelta + (long)(delta & mask);
            destination[i] = value;
        }

        return value;
    }

    // Reads eight bytes. Near the end of the miniblock fewer may be left, and the missing ones count as 0.
    private static ulong ReadWord(ReadOnlySpan<byte> bits, int byteIndex)
    {
        if (bits.Length - byteIndex >= sizeof(ulong))
            return BinaryPrimitives.ReadUInt64LittleEndian(bits[byteIndex..]);
        ulong word = 0;
        for (var i = bits.Length - 1; i >= byteIndex; i--)
            word = (word << 8) | bits[i];
        return word;
    }
}
