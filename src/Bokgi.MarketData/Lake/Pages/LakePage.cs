using System.IO.Hashing;

namespace Bokgi.MarketData.Lake.Pages;

/// <summary>The head of a data page and its packed bytes.</summary>
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

    /// <summary>The number of the encoding, as the format defines it.</summary>
    public int Encoding { get; }

    /// <summary>The size when unpacked.</summary>
    public int Bytes { get; }

    /// <summary>What lies in the file, packed.</summary>
    public ReadOnlySpan<byte> Packed { get; }

    /// <summary>Whether it is what was written, as its checksum tells.</summary>
    public bool IsWhole => Crc32.HashToUInt32(Packed) == checksum;

    /// <summary>Reads the page at the start of <paramref name="chunk"/>.</summary>
    /// <param name="chunk">The pages still to be read.</param>
    /// <param name="page">The page.</param>
    /// <param name="length">How many bytes it takes with its head.</param>
    /// <returns>Whether it is a data page of version 1 that has a checksum.</returns>
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
