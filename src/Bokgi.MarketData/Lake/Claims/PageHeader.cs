namespace Bokgi.MarketData.Lake.Claims;

/// <summary>The header of a page, not yet verified against the page itself.</summary>
/// <param name="Kind">The number of the page's type in the Parquet format.</param>
/// <param name="Bytes">The uncompressed size in bytes.</param>
/// <param name="CompressedBytes">The compressed size in the file, without the header.</param>
/// <param name="Checksum">The checksum of the compressed bytes; null when there is none.</param>
/// <param name="Values">The number of values, including empty cells.</param>
/// <param name="Encoding">The number of the values' encoding in the Parquet format.</param>
internal readonly record struct PageHeader(int Kind, long Bytes, long CompressedBytes, long? Checksum, long Values, int Encoding)
{
    // The values of Kind.
    public const int Data = 0;
    public const int Index = 1;
    public const int Dictionary = 2;
    public const int DataV2 = 3;

    /// <summary>Reads the header at the start of <paramref name="bytes"/>.</summary>
    /// <param name="bytes">The header and the bytes that follow it.</param>
    /// <param name="header">The header.</param>
    /// <param name="length">The header's size in bytes.</param>
    /// <returns>Whether it is a valid header; also false when it is longer than <paramref name="bytes"/>.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out PageHeader header, out int length)
    {
        var reader = new CompactReader(bytes);
        var (field, kind, uncompressed, compressed, checksum) = (0, -1L, -1L, -1L, (long?)null);
        var (values, encoding) = (0L, -1L);
        // The numbers are those of the fields in Parquet's format definition, parquet.thrift.
        while (reader.NextField(ref field, out var type))
        {
            switch (field)
            {
                case 1:
                    kind = reader.ReadInteger();
                    break;
                case 2:
                    uncompressed = reader.ReadInteger();
                    break;
                case 3:
                    compressed = reader.ReadInteger();
                    break;
                case 4:
                    checksum = reader.ReadInteger();
                    break;
                case 5 or 7 or 8 when type == CompactType.Struct: // of a data page, a dictionary, or a data page of version 2
                    (values, encoding) = ReadContentHeader(ref reader, encodingField: field == 8 ? 4 : 2);
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }

        header = new PageHeader((int)kind, uncompressed, compressed, checksum, values, (int)encoding);
        length = reader.Position;
        return !reader.IsBroken && kind is >= Data and <= DataV2;
    }

    private static (long Values, long Encoding) ReadContentHeader(ref CompactReader reader, int encodingField)
    {
        var (field, values, encoding) = (0, 0L, -1L);
        while (reader.NextField(ref field, out var type))
        {
            if (field == 1)
                values = reader.ReadInteger();
            else if (field == encodingField)
                encoding = reader.ReadInteger();
            else
                reader.Skip(type);
        }

        return (values, encoding);
    }
}
