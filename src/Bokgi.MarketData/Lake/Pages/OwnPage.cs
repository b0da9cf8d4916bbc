using System.IO.Hashing;

namespace Bokgi.MarketData.Lake.Pages;

/// <summary>The head of a data page and its packed bytes.</summary>
internal readonly ref struct OwnPage
{
    private const int MostPageBytes = 1 << 24;

    private readonly uint checksum;

    private OwnPage(int values, int encoding, int bytes, ReadOnlySpan<byte> packed, uint checksum)
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
    public static bool TryRead(ReadOnlySpan<byte> chunk, out OwnPage page, out int length)
    {
        var reader = new CompactReader(chunk);
        var (field, kind, bytes, packed, checksum) = (0, -1L, 0L, 0L, (long?)null);
        var (values, encoding) = (0L, -1L);
        while (reader.NextField(ref field, out var type))
        {
            switch (field)
            {
                case 1:
                    kind = reader.Integer();
                    break;
                case 2:
                    bytes = reader.Integer();
                    break;
                case 3:
                    packed = reader.Integer();
                    break;
                case 4:
                    checksum = reader.Integer();
                    break;
                case 5 when type == CompactType.Struct:
                    ReadDataHead(ref reader, out values, out encoding);
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }

        page = default;
        length = 0;
        var fits = bytes is > 0 and <= MostPageBytes && packed > 0 && packed <= chunk.Length - reader.Position;
        if (reader.IsBroken || kind != 0 || !fits || values is <= 0 or > MostPageBytes)
            return false;

        var content = chunk.Slice(reader.Position, (int)packed);
        if (checksum is null)
            return false;
        page = new OwnPage((int)values, (int)encoding, (int)bytes, content, (uint)checksum.Value);
        length = reader.Position + (int)packed;
        return true;
    }

    private static void ReadDataHead(ref CompactReader reader, out long values, out long encoding)
    {
        (values, encoding) = (0, -1);
        var field = 0;
        while (reader.NextField(ref field, out var type))
        {
            if (field == 1)
                values = reader.Integer();
            else if (field == 2)
                encoding = reader.Integer();
            else
                reader.Skip(type);
        }
    }
}
