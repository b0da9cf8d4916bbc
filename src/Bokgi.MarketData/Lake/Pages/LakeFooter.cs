using Bokgi.MarketData.Lake.Claims;

namespace Bokgi.MarketData.Lake.Pages;

/// <summary>Parses only the footers that <see cref="CandleParquet"/> writes; the generic reader handles all others.</summary>
/// <remarks>Field numbers are those of Parquet's format definition, parquet.thrift.</remarks>
internal static class LakeFooter
{
    /// <summary>Time, open, high, low, close and volume.</summary>
    public const int Columns = 6;

    private const int MaxGroupRows = 1 << 20;

    // Parquet's numbers of types and of a codec.
    private const int Int64Type = 2;
    private const int DoubleType = 5;
    private const int Zstd = 6;

    /// <summary>The row groups; null when anything differs from what the lake writes.</summary>
    /// <param name="footer">The footer without its length.</param>
    /// <param name="footerOffset">The offset of the footer; all pages end before it.</param>
    public static LakeRowGroup[]? TryParse(ReadOnlySpan<byte> footer, long footerOffset)
    {
        var reader = new CompactReader(footer);
        var (field, isLakeFormat) = (0, false);
        LakeRowGroup[]? groups = null;
        while (reader.NextField(ref field, out var type))
        {
            if (field == 2 && type == CompactType.List)
                isLakeFormat = IsLakeSchema(ref reader);
            else if (field == 4 && type == CompactType.List)
                groups = ReadGroups(ref reader, footerOffset);
            else
                reader.Skip(type);
        }

        return isLakeFormat && !reader.IsBroken ? groups : null;
    }

    private static bool IsLakeSchema(ref CompactReader reader)
    {
        var length = reader.ReadListLength(out _);
        var isLakeFormat = length == Columns + 1;
        for (var i = 0; i < length && !reader.IsBroken; i++)
            isLakeFormat &= IsLakeColumn(ref reader, i - 1);
        return isLakeFormat;
    }

    // Column -1 is the root.
    private static bool IsLakeColumn(ref CompactReader reader, int column)
    {
        var (field, physical, repetition, children) = (0, -1L, 0L, 0L);
        var (isNamed, hasTimeType) = (false, false);
        while (reader.NextField(ref field, out var type))
        {
            switch (field)
            {
                case 1:
                    physical = reader.ReadInteger();
                    break;
                case 3:
                    repetition = reader.ReadInteger();
                    break;
                case 4:
                    isNamed = ReadText(ref reader) == NameOf(column);
                    break;
                case 5:
                    children = reader.ReadInteger();
                    break;
                case 10:
                    hasTimeType = IsUtcMicroseconds(ref reader);
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }

        if (column < 0)
            return children == Columns;
        var isTime = column == 0;
        var hasRightType = physical == (isTime ? Int64Type : DoubleType) && hasTimeType == isTime;
        return isNamed && hasRightType && repetition == 0 && children == 0;
    }

    private static string ReadText(ref CompactReader reader) => System.Text.Encoding.UTF8.GetString(reader.ReadBinary());

    private static string NameOf(int column) =>
        column switch
        {
            < 0 => string.Empty,
            0 => "timestamp",
            _ => CandleSchema.NumberNames[Math.Min(column, Columns - 1) - 1],
        };

    // A logical type is a union, and its field 8 is TIMESTAMP. In a TIMESTAMP, field 1 is the UTC flag and field 2 is the unit. The unit is a
    // union too, and its field 2 is microseconds.
    private static bool IsUtcMicroseconds(ref CompactReader reader)
    {
        var (field, isUtc, isMicroseconds) = (0, false, false);
        while (reader.NextField(ref field, out var type))
        {
            var (inner, unit) = (0, 0);
            if (field != 8 || type != CompactType.Struct)
            {
                reader.Skip(type);
                continue;
            }

            while (reader.NextField(ref inner, out type))
            {
                isUtc |= inner == 1 && type == CompactType.True;
                if (inner == 2 && type == CompactType.Struct && reader.NextField(ref unit, out var unitType))
                {
                    isMicroseconds = unit == 2;
                    reader.Skip(unitType);
                    while (reader.NextField(ref unit, out unitType))
                        reader.Skip(unitType);
                }
                else
                {
                    reader.Skip(type);
                }
            }
        }

        return isUtc && isMicroseconds;
    }

    private static LakeRowGroup[]? ReadGroups(ref CompactReader reader, long footerOffset)
    {
        var groups = new LakeRowGroup[reader.ReadListLength(out _)];
        var isLakeFormat = true;
        for (var i = 0; i < groups.Length && !reader.IsBroken; i++)
        {
            var group = ReadGroup(ref reader, footerOffset);
            isLakeFormat &= group is not null;
            groups[i] = group!;
        }

        return isLakeFormat ? groups : null;
    }

    private static LakeRowGroup? ReadGroup(ref CompactReader reader, long footerOffset)
    {
        var (field, rows, first, last) = (0, 0L, (long?)null, (long?)null);
        var chunks = new LakeChunk[Columns];
        var isLakeFormat = false;
        while (reader.NextField(ref field, out var type))
        {
            if (field == 1 && type == CompactType.List)
            {
                var length = reader.ReadListLength(out _);
                isLakeFormat = length == Columns;
                for (var i = 0; i < length && !reader.IsBroken; i++)
                    isLakeFormat &= ColumnChunk.TryRead(
                        ref reader,
                        footerOffset,
                        ref chunks[Math.Min(i, Columns - 1)], // a list that is too long is read to its end and then rejected
                        ref first,
                        ref last
                    );
            }
            else if (field == 3)
            {
                rows = reader.ReadInteger();
            }
            else
            {
                reader.Skip(type);
            }
        }

        return isLakeFormat && rows is > 0 and <= MaxGroupRows && first <= last
            ? new LakeRowGroup((int)rows, first.Value, last!.Value, chunks)
            : null;
    }

    /// <summary>One column's entry of a row group.</summary>
    private static class ColumnChunk
    {
        // Keeps the bounds of the first column, which is the time: once first and last are set, the bounds of later columns are ignored.
        public static bool TryRead(ref CompactReader reader, long footerOffset, ref LakeChunk chunk, ref long? first, ref long? last)
        {
            var (field, isLakeFormat, isElsewhereOrEncrypted) = (0, false, false);
            while (reader.NextField(ref field, out var type))
            {
                if (field == 3 && type == CompactType.Struct)
                    isLakeFormat = TryReadMetaData(ref reader, footerOffset, ref chunk, ref first, ref last);
                else
                    reader.Skip(type);
                isElsewhereOrEncrypted |= field is 1 or 8 or 9; // 1: the pages are in another file; 8 and 9: they are encrypted
            }

            return isLakeFormat && !isElsewhereOrEncrypted;
        }

        private static bool TryReadMetaData(
            ref CompactReader reader,
            long footerOffset,
            ref LakeChunk chunk,
            ref long? first,
            ref long? last
        )
        {
            var (field, codec, length, offset, lacksDictionary) = (0, 0L, 0L, -1L, true);
            while (reader.NextField(ref field, out var type))
            {
                switch (field)
                {
                    case 4:
                        codec = reader.ReadInteger();
                        break;
                    case 7:
                        length = reader.ReadInteger();
                        break;
                    case 9:
                        offset = reader.ReadInteger();
                        break;
                    case 12 when type == CompactType.Struct:
                        ReadBounds(ref reader, ref first, ref last);
                        break;
                    default:
                        lacksDictionary &= field != 11; // field 11 is present if the column has a dictionary
                        reader.Skip(type);
                        break;
                }
            }

            if (!lacksDictionary || codec != Zstd || offset < 0 || length is <= 0 or > int.MaxValue || offset > footerOffset - length)
                return false;
            chunk = new LakeChunk(offset, (int)length);
            return true;
        }

        private static void ReadBounds(ref CompactReader reader, ref long? first, ref long? last)
        {
            var field = 0;
            while (reader.NextField(ref field, out var type))
            {
                if (field == 5 && type == CompactType.Binary && last is null)
                    last = reader.ReadInt64Binary();
                else if (field == 6 && type == CompactType.Binary && first is null)
                    first = reader.ReadInt64Binary();
                else
                    reader.Skip(type);
            }
        }
    }
}
