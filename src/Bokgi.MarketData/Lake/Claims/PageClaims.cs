namespace Bokgi.MarketData.Lake.Claims;

/// <summary>Checks a file's page headers against its footer and against the memory that reading the pages would take.</summary>
internal static class PageClaims
{
    // All columns of a row group are read together, one page of each.
    private const long MostBytes = 128 << 20;

    private const int HeadBytes = 512;
    private const int MostHeadBytes = 1 << 20;

    // A dictionary is held compressed, decompressed and as values, which for text are pointers.
    private const int BytesOfDictionaryValue = 32;

    private const int ByteArrayType = 6;

    /// <summary>Reads the headers of all pages of some columns, but not the pages themselves.</summary>
    /// <exception cref="InvalidDataException">The pages contradict the footer or take too much memory.</exception>
    public static void Check(FileContent content, ParquetFooter footer, IReadOnlyList<int> columns)
    {
        foreach (var group in footer.Groups)
        {
            var bytes = 0L;
            foreach (var column in columns)
                bytes += Check(content, group.Chunks[column], group.Rows);
            if (bytes > MostBytes)
                throw new InvalidDataException(
                    FormattableString.Invariant(
                        $"its pages claim {bytes:N0} bytes of memory at a time, of which {MostBytes:N0} are allowed; write it again in row groups of at most a million rows"
                    )
                );
        }
    }

    // The memory, in bytes, of the largest data page plus the dictionary.
    private static long Check(FileContent content, ClaimedChunk chunk, long rows)
    {
        if (chunk.Values != rows)
            throw Mismatch(rows, chunk.Values, "in a column");
        var (at, end) = (chunk.Start, chunk.Start + chunk.Length);
        var (values, largest, dictionary) = (0L, 0L, 0L);
        while (values < rows && at < end)
        {
            var head = ReadHead(content, at, end, out var length);
            if (head.PackedBytes < 0 || head.Bytes < 0 || head.Values < 0 || head.PackedBytes > end - at - length)
                throw new InvalidDataException("the head of a page is damaged");
            if (head.Kind is PageHead.Data or PageHead.DataV2)
            {
                CheckEncoding(chunk, head);
                values += head.Values;
                largest = Math.Max(largest, head.Bytes + head.PackedBytes);
            }
            else if (head.Kind == PageHead.Dictionary)
            {
                dictionary = Math.Max(dictionary, head.Bytes + head.PackedBytes + DictionaryBytes(head));
            }

            at += length + head.PackedBytes;
        }

        return values == rows ? largest + dictionary : throw Mismatch(rows, values, "in the pages of a column");
    }

    // Each value takes at least a byte of the page.
    private static long DictionaryBytes(PageHead head) =>
        head.Values <= head.Bytes
            ? head.Values * BytesOfDictionaryValue
            : throw new InvalidDataException(
                FormattableString.Invariant($"a dictionary claims {head.Values:N0} values in {head.Bytes:N0} bytes")
            );

    // With delta encodings of text, a few bytes can expand to any number of long texts.
    private static void CheckEncoding(ClaimedChunk chunk, PageHead head)
    {
        const int DeltaLength = 6;
        const int DeltaByteArray = 7;
        if (head.Encoding == DeltaByteArray || (chunk.PhysicalType == ByteArrayType && head.Encoding == DeltaLength))
            throw new InvalidDataException("a column is encoded as a delta of texts; write it again as plain values or with a dictionary");
    }

    private static PageHead ReadHead(FileContent content, long at, long end, out int length)
    {
        for (var wanted = HeadBytes; ; wanted *= 8)
        {
            using var part = content.Read(at, (int)Math.Min(wanted, end - at));
            if (PageHead.TryRead(part.Bytes, out var head, out length))
                return head;
            if (wanted >= Math.Min(end - at, MostHeadBytes))
                throw new InvalidDataException("the head of a page is damaged");
        }
    }

    private static InvalidDataException Mismatch(long rows, long values, string where) =>
        new(FormattableString.Invariant($"the footer claims {rows:N0} rows in a row group, but there are {values:N0} {where}"));
}
