using System.Buffers;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Bokgi.Host.Runs.Artifacts;

/// <summary>Reads a table from a file that <see cref="RowsFileWriter"/> wrote; only the blocks with the requested rows are read.</summary>
internal sealed class RowsFileReader : ITableReader
{
    private readonly SafeFileHandle file;
    private readonly StoredTable table;

    // By group: the name of its symbol, its number of rows of the table, and the index of its first block of the table.
    private readonly List<(string Symbol, int Rows, int FirstBlock)> groups = [];

    // Block i begins at byte blockOffsets[i] of the file and ends before blockOffsets[i + 1]: the blocks of all tables follow each other.
    private readonly List<long> blockOffsets = [RowsFileFormat.Magic.Length];

    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public RowsFileReader(string path, string tableName)
    {
        file = File.OpenHandle(path);
        try
        {
            var directoryStart = ReadDirectory(tableName, out table);
            if (blockOffsets[^1] != directoryStart)
                throw new InvalidDataException("the blocks do not fill the file");
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public int GroupCount => groups.Count;

    public IReadOnlyList<ArtifactColumn> Columns =>
        [
            new ArtifactColumn(RunArtifacts.SymbolColumn, ColumnType.Text),
            .. table.Columns.Select(column => new ArtifactColumn(column.Name, column.Type)),
        ];

    public int RowCount(int group) => groups[group].Rows;

    public T[] Read<T>(int group, string column, int from, int count)
        where T : unmanaged
    {
        var index = IndexOf(column);
        var values = new T[count];
        if (typeof(T) == typeof(int) && table.Columns[index].Type == ColumnType.Integer)
            ReadIntegers(group, index, from, MemoryMarshal.Cast<T, int>(values.AsSpan()));
        else if (typeof(T) == typeof(long) && table.Columns[index].Type == ColumnType.Time)
            ReadValues(group, index, from, MemoryMarshal.Cast<T, long>(values.AsSpan()));
        else if (typeof(T) == typeof(double) && table.Columns[index].Type == ColumnType.Number)
            ReadValues(group, index, from, MemoryMarshal.Cast<T, long>(values.AsSpan()));
        else
            throw new InvalidDataException($"{column} has values of another type");
        return values;
    }

    public T[] ReadEnums<T>(int group, string column, int from, int count)
        where T : struct, Enum => ReadTextColumn(group, column, from, count, WireNames.Parse<T>);

    public string[] ReadTexts(int group, string column, int from, int count)
    {
        if (column != RunArtifacts.SymbolColumn)
            return ReadTextColumn(group, column, from, count, text => text);
        var symbols = new string[count];
        Array.Fill(symbols, groups[group].Symbol);
        return symbols;
    }

    public int CountBelow<T>(int group, string column, T limit)
        where T : unmanaged, IComparable<T>
    {
        // Finds the first block whose last value is not less than the limit.
        var (start, end) = (0, BlockCount(groups[group].Rows));
        while (start < end)
        {
            var middle = (start + end) / 2;
            (start, end) = ReadWholeBlock(middle)[^1].CompareTo(limit) < 0 ? (middle + 1, end) : (start, middle);
        }

        var rowsBefore = start * ColumnBlock.MaximumValues;
        return rowsBefore < groups[group].Rows ? rowsBefore + SortedValues.CountBelow<T>(ReadWholeBlock(start), limit) : groups[group].Rows;

        T[] ReadWholeBlock(int block)
        {
            var first = block * ColumnBlock.MaximumValues;
            return Read<T>(group, column, first, Math.Min(ColumnBlock.MaximumValues, groups[group].Rows - first));
        }
    }

    public void Dispose() => file.Dispose();

    private static int BlockCount(int rows) => (rows + ColumnBlock.MaximumValues - 1) / ColumnBlock.MaximumValues;

    private int IndexOf(string column)
    {
        for (var i = 0; i < table.Columns.Count; i++)
        {
            if (table.Columns[i].Name == column)
                return i;
        }

        throw new InvalidDataException($"there is no column {column}");
    }

    private T[] ReadTextColumn<T>(int group, string column, int from, int count, Func<string, T> parse)
    {
        var index = IndexOf(column);
        if (table.Columns[index].Type != ColumnType.Text)
            throw new InvalidDataException($"{column} has values of another type");
        var texts = table.Columns[index].Texts;
        var parsed = new (T Value, bool IsParsed)[texts.Count];
        var values = new T[count];
        var textIndexes = ArrayPool<byte>.Shared.Rent(count);
        try
        {
            ReadValues(group, index, from, textIndexes.AsSpan(0, count));
            for (var i = 0; i < count; i++)
            {
                ref var cached = ref parsed[textIndexes[i]];
                if (!cached.IsParsed)
                    cached = (parse(texts[textIndexes[i]]), true);
                values[i] = cached.Value;
            }

            return values;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(textIndexes);
        }
    }

    private void ReadIntegers(int group, int column, int from, Span<int> values)
    {
        var wide = ArrayPool<long>.Shared.Rent(values.Length);
        try
        {
            ReadValues(group, column, from, wide.AsSpan(0, values.Length));
            for (var i = 0; i < values.Length; i++)
                values[i] = checked((int)wide[i]);
        }
        finally
        {
            ArrayPool<long>.Shared.Return(wide);
        }
    }

    private void ReadValues<T>(int group, int column, int from, Span<T> values)
        where T : unmanaged
    {
        var (_, rows, firstBlock) = groups[group];
        if (from < 0 || from > rows - values.Length)
            throw new ArgumentOutOfRangeException(nameof(from), from, $"the group has {rows} rows");
        firstBlock += column * BlockCount(rows); // every column of a group has the same number of blocks
        var wholeBlock = Array.Empty<T>();
        while (values.Length > 0)
        {
            var (block, skipped) = Math.DivRem(from, ColumnBlock.MaximumValues);
            var blockRows = Math.Min(ColumnBlock.MaximumValues, rows - (block * ColumnBlock.MaximumValues));
            var count = Math.Min(values.Length, blockRows - skipped);
            if (count == blockRows)
                ReadBlock(firstBlock + block, values[..count]);
            else
            {
                if (wholeBlock.Length == 0)
                    wholeBlock = ArrayPool<T>.Shared.Rent(ColumnBlock.MaximumValues);
                ReadBlock(firstBlock + block, wholeBlock.AsSpan(0, blockRows));
                wholeBlock.AsSpan(skipped, count).CopyTo(values);
            }

            from += count;
            values = values[count..];
        }

        if (wholeBlock.Length > 0)
            ArrayPool<T>.Shared.Return(wholeBlock);
    }

    private void ReadBlock<T>(int block, Span<T> values)
        where T : unmanaged
    {
        var (start, length) = (blockOffsets[block], (int)(blockOffsets[block + 1] - blockOffsets[block]));
        var bytes = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            ReadBytes(start, bytes.AsSpan(0, length));
            if (typeof(T) == typeof(byte))
                ColumnBlock.Decode(bytes.AsSpan(0, length), MemoryMarshal.Cast<T, byte>(values));
            else
                ColumnBlock.Decode(bytes.AsSpan(0, length), MemoryMarshal.Cast<T, long>(values));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private void ReadBytes(long offset, Span<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var read = RandomAccess.Read(file, bytes, offset);
            if (read == 0)
                throw new InvalidDataException("the file ends too soon");
            offset += read;
            bytes = bytes[read..];
        }
    }

    // Returns where the directory begins.
    private long ReadDirectory(string tableName, out StoredTable found)
    {
        var endStart = RandomAccess.GetLength(file) - RowsFileFormat.EndBytes;
        if (endStart < 0)
            throw new InvalidDataException("the file is too short");
        Span<byte> end = stackalloc byte[RowsFileFormat.EndBytes];
        ReadBytes(endStart, end);
        var (length, checksum) = RowsFileFormat.ReadEnd(end);
        if (length < 0 || length > endStart)
            throw new InvalidDataException("the directory is longer than the file");
        var content = new byte[length];
        ReadBytes(endStart - length, content);
        if (XxHash3.HashToUInt64(content) != checksum)
            throw new InvalidDataException("the checksum of the directory is wrong");
        using var directory = new BinaryReader(new MemoryStream(content), Encoding.UTF8);
        var tables = ReadTables(directory);
        var tableIndex = tables.FindIndex(each => each.Name == tableName);
        if (tableIndex < 0)
            throw new InvalidDataException($"the file has no table '{tableName}'");
        found = tables[tableIndex];
        var groupCount = directory.Read7BitEncodedInt();
        for (var group = 0; group < groupCount; group++)
            ReadGroup(directory, tables, tableIndex);
        return endStart - length;
    }

    private static List<StoredTable> ReadTables(BinaryReader directory)
    {
        var tables = new List<StoredTable>();
        for (var tableCount = directory.Read7BitEncodedInt(); tableCount > 0; tableCount--)
        {
            var (name, columns) = (directory.ReadString(), new List<StoredTable.Column>());
            for (var columnCount = directory.Read7BitEncodedInt(); columnCount > 0; columnCount--)
            {
                var (column, type, texts) = (directory.ReadString(), (ColumnType)directory.ReadByte(), new List<string>());
                for (var textCount = directory.Read7BitEncodedInt(); textCount > 0; textCount--)
                    texts.Add(directory.ReadString());
                columns.Add(new StoredTable.Column(column, type, texts));
            }

            tables.Add(new StoredTable(name, columns));
        }

        return tables;
    }

    private void ReadGroup(BinaryReader directory, List<StoredTable> tables, int tableIndex)
    {
        var symbol = directory.ReadString();
        for (var i = 0; i < tables.Count; i++)
        {
            var rows = directory.Read7BitEncodedInt();
            if (rows < 0)
                throw new InvalidDataException("a table has a negative number of rows");
            if (i == tableIndex)
                groups.Add((symbol, rows, blockOffsets.Count - 1));
            foreach (var column in tables[i].Columns)
            {
                for (var first = 0L; first < rows; first += ColumnBlock.MaximumValues)
                {
                    var length = directory.Read7BitEncodedInt();
                    var bytes = Math.Min(rows - first, ColumnBlock.MaximumValues) * (column.Type == ColumnType.Text ? 1L : sizeof(long));
                    if (!ColumnBlock.CanHold(length, bytes))
                        throw new InvalidDataException("a block is too short for its rows");
                    blockOffsets.Add(blockOffsets[^1] + length);
                }
            }
        }
    }
}
