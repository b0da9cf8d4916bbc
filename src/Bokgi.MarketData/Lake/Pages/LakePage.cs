using System.IO.Hashing;
using Bokgi.MarketData.Lake.Claims;

namespace Bokgi.MarketData.Lake.Pages;

/// <summary>The header of a data page and its compressed bytes.</summary>
internal readonly ref struct LakePage
{
    private const int MostPageBytes = 1 << 24;

    private readonly uint checksum;

    private LakePage(int values, int encoding, int bytes, ReadOnlySpan<byte> packed, uint checksum)
    {
        this.checksum = checksum;
        Values = values;
        Encoding = encoding;
        Bytes = bytes;
        Packed = packed;
    }

    public int Values { get; }

    /// <summary>The number of the encoding in the Parquet format.</summary>
    public int Encoding { get; }

    /// <summary>The uncompressed size.</summary>
    public int Bytes { get; }

    /// <summary>The compressed bytes.</summary>
    public ReadOnlySpan<byte> Packed { get; }

    /// <summary>Whether the compressed bytes match the checksum.</summary>
    public bool IsWhole => Crc32.HashToUInt32(Packed) == checksum;

    /// <summary>Reads the page at the start of <paramref name="chunk"/>.</summary>
    /// <param name="chunk">The remaining pages of the column.</param>
    /// <param name="page">The page.</param>
    /// <param name="length">The page's size in bytes, including its header.</param>
    /// <returns>Whether it is a version 1 data page with a checksum.</returns>
    public static bool TryRead(ReadOnlySpan<byte> chunk, out LakePage page, out int length)
    {
        page = default;
        length = 0;
        if (!PageHead.TryRead(chunk, out var head, out var start) || head.Kind != PageHead.Data || head.Checksum is not { } checksum)
            return false;
        var fits = head.Bytes is > 0 and <= MostPageBytes && head.PackedBytes > 0 && head.PackedBytes <= chunk.Length - start;
        if (!fits || head.Values is <= 0 or > MostPageBytes)
            return false;

        var content = chunk.Slice(start, (int)head.PackedBytes);
        page = new LakePage((int)head.Values, head.Encoding, (int)head.Bytes, content, (uint)checksum);
        length = start + content.Length;
        return true;
    }
}
