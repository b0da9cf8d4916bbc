using System.IO.Hashing;
using Bokgi.MarketData.Lake.Claims;

namespace Bokgi.MarketData.Lake.Pages;

/// <summary>The header of a data page and its compressed bytes.</summary>
internal readonly ref struct LakePage
{
    private const int MaxPageBytes = 1 << 24;

    private readonly uint checksum;

    private LakePage(int values, int encoding, int bytes, ReadOnlySpan<byte> compressed, uint checksum)
    {
        this.checksum = checksum;
        Values = values;
        Encoding = encoding;
        Bytes = bytes;
        Compressed = compressed;
    }

    /// <summary>The number of values.</summary>
    public int Values { get; }

    /// <summary>The number of the encoding in the Parquet format.</summary>
    public int Encoding { get; }

    /// <summary>The uncompressed size in bytes.</summary>
    public int Bytes { get; }

    /// <summary>The compressed bytes.</summary>
    public ReadOnlySpan<byte> Compressed { get; }

    /// <summary>Whether the compressed bytes match the checksum.</summary>
    public bool IsChecksumValid => Crc32.HashToUInt32(Compressed) == checksum;

    /// <summary>Reads the page at the start of <paramref name="chunk"/>.</summary>
    /// <param name="chunk">The remaining pages of the column.</param>
    /// <param name="page">The page.</param>
    /// <param name="length">The page's size in bytes, including its header.</param>
    /// <returns>Whether it is a version 1 data page with a checksum.</returns>
    public static bool TryRead(ReadOnlySpan<byte> chunk, out LakePage page, out int length)
    {
        page = default;
        length = 0;
        if (
            !PageHeader.TryRead(chunk, out var header, out var start)
            || header.Kind != PageHeader.Data
            || header.Checksum is not { } checksum
        )
            return false;
        var fits = header.Bytes is > 0 and <= MaxPageBytes && header.CompressedBytes > 0 && header.CompressedBytes <= chunk.Length - start;
        if (!fits || header.Values is <= 0 or > MaxPageBytes)
            return false;

        var content = chunk.Slice(start, (int)header.CompressedBytes);
        page = new LakePage((int)header.Values, header.Encoding, (int)header.Bytes, content, (uint)checksum);
        length = start + content.Length;
        return true;
    }
}
