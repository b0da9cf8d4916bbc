using System.Buffers;

namespace Bokgi.MarketData.Lake.Pages;

/// <summary>Reads rows of one column from its pages. Methods return false when a page is damaged or not as the lake writes it.</summary>
internal static class LakeColumn
{
    // Parquet's numbers of DELTA_BINARY_PACKED and BYTE_STREAM_SPLIT.
    private const int DeltaEncoding = 5;
    private const int SplitEncoding = 9;

    /// <summary>Reads the times of all <paramref name="destination"/>.Length rows of a group.</summary>
    public static bool TryReadTimes(ReadOnlySpan<byte> chunk, Span<long> destination)
    {
        var done = 0;
        while (done < destination.Length)
        {
            if (!LakePage.TryRead(chunk, out var page, out var length) || page.Encoding != DeltaEncoding)
                return false;
            if (page.Values > destination.Length - done || !TryReadTimes(page, destination.Slice(done, page.Values)))
                return false;
            done += page.Values;
            chunk = chunk[length..];
        }

        return true;
    }

    /// <summary>Reads the numbers of the rows from <paramref name="from"/> on; skips the pages before them.</summary>
    public static bool TryReadNumbers(ReadOnlySpan<byte> chunk, int from, Span<double> destination)
    {
        while (!destination.IsEmpty)
        {
            if (!LakePage.TryRead(chunk, out var page, out var length) || page.Encoding != SplitEncoding)
                return false;
            chunk = chunk[length..];
            if (from >= page.Values)
            {
                from -= page.Values;
                continue;
            }

            var count = Math.Min(destination.Length, page.Values - from);
            if (!TryReadNumbers(page, from, destination[..count]))
                return false;
            destination = destination[count..];
            from = 0;
        }

        return true;
    }

    private static bool TryReadTimes(LakePage page, Span<long> destination)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(page.Bytes);
        try
        {
            var decompressed = bytes.AsSpan(0, page.Bytes);
            return page.IsChecksumValid
                && ZstdContext.TryDecompress(page.Compressed, decompressed)
                && DeltaBinaryPacked.TryDecode(decompressed, destination);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static bool TryReadNumbers(LakePage page, int from, Span<double> destination)
    {
        if (page.Bytes != (long)page.Values * sizeof(double))
            return false;
        var bytes = ArrayPool<byte>.Shared.Rent(page.Bytes);
        try
        {
            var decompressed = bytes.AsSpan(0, page.Bytes);
            if (!page.IsChecksumValid || !ZstdContext.TryDecompress(page.Compressed, decompressed))
                return false;
            ByteStreamSplit.Decode(decompressed, page.Values, from, destination);
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
