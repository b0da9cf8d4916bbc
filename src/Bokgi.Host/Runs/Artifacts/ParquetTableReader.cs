using System.Buffers;
using System.Runtime.InteropServices;
using ParquetSharp;

namespace Bokgi.Host.Runs.Artifacts;

/// <summary>Reads a Parquet file with one row group per symbol. Earlier versions wrote one such file for each table of a run.</summary>
internal sealed class ParquetTableReader : ITableReader
{
    private const int BatchRows = 1 << 16;

    private readonly ParquetFileReader file;

    /// <param name="path">The file.</param>
    /// <param name="verifiesPages">Whether page checksums are compared, which may detect damage if there is no hash of the file.</param>
    public ParquetTableReader(string path, bool verifiesPages)
    {
        using var properties = ReaderProperties.GetDefaultReaderProperties();
        if (verifiesPages)
            properties.EnablePageChecksumVerification();
        file = new ParquetFileReader(path, properties);
    }

    public int GroupCount => file.FileMetaData.NumRowGroups;

    public IReadOnlyList<ArtifactColumn> Columns =>
        [
            .. from i in Enumerable.Range(0, Schema.NumColumns)
            let column = Schema.Column(i)
            select new ArtifactColumn(column.Name, TypeOf(column)),
        ];

    private SchemaDescriptor Schema => file.FileMetaData.Schema;

    public int RowCount(int group)
    {
        using var rows = file.RowGroup(group);
        return RowCount(rows);
    }

    public T[] Read<T>(int group, string column, int from, int count)
        where T : unmanaged
    {
        using var rows = file.RowGroup(group);
        using var reader = (ColumnReader<T>)rows.Column(ColumnIndex(column));
        var values = new T[count];
        Skip(reader, from);
        for (var read = 0; read < values.Length; )
        {
            reader.ReadBatch(values.Length - read, values.AsSpan(read), out var valuesRead);
            read += ThrowIfNone(valuesRead);
        }

        return values;
    }

    public T[] ReadEnums<T>(int group, string column, int from, int count)
        where T : struct, Enum
    {
        using var rows = file.RowGroup(group);
        using var reader = (ColumnReader<ByteArray>)rows.Column(ColumnIndex(column));
        var values = new T[count];
        var parsed = new Dictionary<(nint, int), T>();
        var texts = new ByteArray[Math.Min(values.Length, BatchRows)];
        var levels = new short[texts.Length];
        Skip(reader, from);
        for (var read = 0; read < values.Length; )
        {
            reader.ReadBatch(Math.Min(texts.Length, values.Length - read), levels, [], texts, out var valuesRead);
            parsed.Clear(); // in the next batch, the same address may hold another text
            var textCount = ThrowIfNone(valuesRead);
            for (var i = 0; i < textCount; i++)
                values[read + i] = ParseEnum(texts[i], parsed);
            read += textCount;
        }

        return values;
    }

    public string[] ReadTexts(int group, string column, int from, int count)
    {
        using var rows = file.RowGroup(group);
        using var reader = rows.Column(ColumnIndex(column)).LogicalReader<string>();
        return reader.ReadAll(RowCount(rows))[from..(from + count)];
    }

    public int CountBelow<T>(int group, string column, T limit)
        where T : unmanaged, IComparable<T>
    {
        using var rows = file.RowGroup(group);
        using var reader = (ColumnReader<T>)rows.Column(ColumnIndex(column));
        var buffer = ArrayPool<T>.Shared.Rent(BatchRows);
        try
        {
            var total = 0;
            while (reader.HasNext)
            {
                reader.ReadBatch(BatchRows, buffer.AsSpan(0, BatchRows), out var valuesRead);
                var count = SortedValues.CountBelow<T>(buffer.AsSpan(0, (int)valuesRead), limit);
                total += count;
                if (count < valuesRead || valuesRead == 0)
                    break;
            }

            return total;
        }
        finally
        {
            ArrayPool<T>.Shared.Return(buffer);
        }
    }

    public void Dispose() => file.Dispose();

    private static int RowCount(RowGroupReader rows) => checked((int)rows.MetaData.NumRows);

    private static ColumnType TypeOf(ColumnDescriptor column) =>
        column.LogicalType is TimestampLogicalType
            ? ColumnType.Time
            : column.PhysicalType switch
            {
                PhysicalType.Int32 => ColumnType.Integer,
                PhysicalType.Double => ColumnType.Number,
                PhysicalType.ByteArray => ColumnType.Text,
                _ => throw new InvalidDataException($"{column.Name} has a type that no version has written"),
            };

    // Texts at the same address are equal, so each text of the dictionary page is parsed only once.
    private static T ParseEnum<T>(ByteArray text, Dictionary<(nint, int), T> parsed)
        where T : struct, Enum
    {
        if (!parsed.TryGetValue((text.Pointer, text.Length), out var value))
            parsed[(text.Pointer, text.Length)] = value = WireNames.Parse<T>(Marshal.PtrToStringUTF8(text.Pointer, text.Length));
        return value;
    }

    private static void Skip<T>(ColumnReader<T> column, int count)
        where T : unmanaged
    {
        for (var passed = 0L; passed < count; )
            passed += ThrowIfNone(column.Skip(count - passed));
    }

    // Throws if a read returned nothing, because the column has fewer values than the row group's metadata says.
    private static int ThrowIfNone(long valuesRead) =>
        valuesRead > 0 ? (int)valuesRead : throw new InvalidDataException("the column ends too soon");

    private int ColumnIndex(string name) => Schema.ColumnIndex(name);
}
