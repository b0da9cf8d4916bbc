namespace Bokgi.MarketData.Lake.Claims;

/// <summary>Checks a file's page headers against its footer and against the memory that reading the pages would take.</summary>
internal static class PageClaims
{
    // The maximum memory for a row group. Its columns are read together, one page of each at a time.
    private const long MaxBytes = 128 << 20;

    private const int InitialHeaderBytes = 512; // read at first, enough for most headers
    private const int MaxHeaderBytes = 1 << 20;

    // A dictionary is in memory three times: as compressed bytes, as decompressed bytes, and as an array of values. A value of that array
    // takes at most this many bytes, because it is a number or a pointer to a text.
    private const int BytesPerDictionaryValue = 32;

    private const int ByteArrayType = 6; // BYTE_ARRAY in ClaimedChunk.PhysicalType

    /// <summary>Reads the headers of all pages of some columns, but not the pages themselves.</summary>
    /// <exception cref="InvalidDataException">The pages contradict the footer or take too much memory.</exception>
    public static void Check(FileContent content, ParquetFooter footer, IReadOnlyList<int> columns)
    {
        foreach (var group in footer.Groups)
        {
            var bytes = 0L;
            foreach (var column in columns)
                bytes += Check(content, group.Chunks[column], group.Rows);
            if (bytes > MaxBytes)
                throw new InvalidDataException(
                    FormattableString.Invariant(
                        $"its pages claim {bytes:N0} bytes of memory at a time, but at most {MaxBytes:N0} are allowed; write it again in row groups of at most a million rows"
                    )
                );
        }
    }

    // Checks the pages of one column. Returns the memory that reading them takes: the largest data page plus the dictionary, in bytes.
    private static long Check(FileContent content, ClaimedChunk chunk, long rows)
    {
        if (chunk.Values != rows)
            throw Mismatch(rows, chunk.Values, "in a column");
        var (offset, end) = (chunk.Start, chunk.Start + chunk.Length);
        var (values, largestPageBytes, dictionaryBytes) = (0L, 0L, 0L);
        while (values < rows && offset < end)
        {
            var header = ReadHeader(content, offset, end, out var length);
            if (header.CompressedBytes < 0 || header.Bytes < 0 || header.Values < 0 || header.CompressedBytes > end - offset - length)
                throw new InvalidDataException("the header of a page is damaged");
            if (header.Kind is PageHeader.Data or PageHeader.DataV2)
            {
                CheckEncoding(chunk, header);
                values += header.Values;
                largestPageBytes = Math.Max(largestPageBytes, header.Bytes + header.CompressedBytes);
            }
            else if (header.Kind == PageHeader.Dictionary)
            {
                dictionaryBytes = Math.Max(dictionaryBytes, header.Bytes + header.CompressedBytes + DictionaryValueBytes(header));
            }

            offset += length + header.CompressedBytes;
        }

        return values == rows ? largestPageBytes + dictionaryBytes : throw Mismatch(rows, values, "in the pages of a column");
    }

    // Each value takes at least one byte of the page, so a page that claims more values than bytes is damaged.
    private static long DictionaryValueBytes(PageHeader header) =>
        header.Values <= header.Bytes
            ? header.Values * BytesPerDictionaryValue
            : throw new InvalidDataException(
                FormattableString.Invariant($"a dictionary claims {header.Values:N0} values in {header.Bytes:N0} bytes")
            );

    // With delta encodings of text, a few bytes can expand to any number of long texts.
    private static void CheckEncoding(ClaimedChunk chunk, PageHeader header)
    {
        // Values of PageHeader.Encoding.
        const int DeltaLength = 6;
        const int DeltaByteArray = 7;
        if (header.Encoding == DeltaByteArray || (chunk.PhysicalType == ByteArrayType && header.Encoding == DeltaLength))
            throw new InvalidDataException("a column is encoded as a delta of texts; write it again as plain values or with a dictionary");
    }

    private static PageHeader ReadHeader(FileContent content, long offset, long end, out int length)
    {
        for (var size = InitialHeaderBytes; ; size *= 8)
        {
            using var part = content.Read(offset, (int)Math.Min(size, end - offset));
            if (PageHeader.TryRead(part.Bytes, out var header, out length))
                return header;
            if (size >= Math.Min(end - offset, MaxHeaderBytes))
                throw new InvalidDataException("the header of a page is damaged");
        }
    }

    private static InvalidDataException Mismatch(long rows, long values, string where) =>
        new(FormattableString.Invariant($"the footer claims {rows:N0} rows in a row group, but there are {values:N0} {where}"));
}
