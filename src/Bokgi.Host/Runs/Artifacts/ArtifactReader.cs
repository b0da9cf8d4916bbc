using System.Buffers;
using System.Runtime.InteropServices;
using ParquetSharp;

namespace Bokgi.Host.Runs.Artifacts;

/// <summary>Reads a Parquet file of a run, or its pieces in sequence; row group <c>i</c> belongs to the run's symbol <c>i</c>.</summary>
internal sealed class ArtifactReader : IDisposable
{
    private const int BatchRows = 1 << 16;

    private readonly string runId;
    private readonly bool isVerified;

    // First is the index of the piece's first row group among the row groups of all pieces.
    private readonly List<(string Name, ParquetFileReader File, int First)> pieces = [];

    /// <summary>Opens a file or its pieces in order. A verified file matches its hash, so read errors are not due to damage.</summary>
    /// <exception cref="LostDataException">A file is missing or damaged.</exception>
    public ArtifactReader(string runId, IReadOnlyList<string> paths, bool isVerified)
    {
        (this.runId, this.isVerified) = (runId, isVerified);
        try
        {
            foreach (var path in paths)
                GroupCount += OpenPiece(path);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public int GroupCount { get; }

    public IReadOnlyList<ArtifactColumn> Columns =>
        Decode(
            group: 0,
            IReadOnlyList<ArtifactColumn> () =>
                [
                    .. from i in Enumerable.Range(0, Schema.NumColumns)
                    let column = Schema.Column(i)
                    select new ArtifactColumn(column.Name, column.PhysicalType, column.LogicalType is TimestampLogicalType),
                ]
        );

    public bool Has(string column) =>
        Decode(group: 0, () => pieces.TrueForAll(piece => piece.File.FileMetaData.Schema.ColumnIndex(column) >= 0));

    public int RowCount(int group) => Decode(group, rows => checked((int)rows.MetaData.NumRows));

    public Array Read(ArtifactColumn column, int group, int from, int count) =>
        column.Type switch
        {
            PhysicalType.Int64 => Read<long>(group, column.Name, from, count),
            PhysicalType.Int32 => Read<int>(group, column.Name, from, count),
            PhysicalType.Double => Read<double>(group, column.Name, from, count),
            _ => ReadTexts(group, column.Name)[from..(from + count)],
        };

    public T[] Read<T>(int group, string name)
        where T : unmanaged => Read<T>(group, name, 0, RowCount(group));

    /// <summary>Some rows of a column of numbers or times; rows before them are skipped without being kept in memory.</summary>
    public T[] Read<T>(int group, string name, int from, int count)
        where T : unmanaged => Decode(group, rows => ReadValues<T>(rows, name, from, count));

    /// <summary>Finds the rows whose values in a non-decreasing column lie in [from, to). The row To is the first one after them.</summary>
    public (int From, int To) FindRows<T>(int group, string name, T from, T to)
        where T : unmanaged, IComparable<T> => Decode(group, rows => FindRange(rows, name, from, to));

    /// <summary>A column of enum names, parsed without allocating a string per row, because a run may have millions of rows.</summary>
    public T[] ReadEnums<T>(int group, string name, int from, int count)
        where T : struct, Enum => Decode(group, rows => DecodeEnums<T>(rows, name, from, count));

    public string[] ReadTexts(int group, string name) =>
        Decode(
            group,
            rows =>
            {
                using var column = rows.Column(ColumnIndex(name)).LogicalReader<string>();
                return column.ReadAll(checked((int)rows.MetaData.NumRows));
            }
        );

    public void Dispose()
    {
        foreach (var (_, file, _) in pieces)
            file.Dispose();
    }

    private T[] ReadValues<T>(RowGroupReader rows, string name, int from, int count)
        where T : unmanaged
    {
        using var column = (ColumnReader<T>)rows.Column(ColumnIndex(name));
        var values = new T[count];
        Skip(column, from);
        for (var read = 0; read < values.Length; )
        {
            column.ReadBatch(values.Length - read, values.AsSpan(read), out var valuesRead);
            read += ThrowIfNone(valuesRead);
        }

        return values;
    }

    private (int From, int To) FindRange<T>(RowGroupReader rows, string name, T from, T to)
        where T : unmanaged, IComparable<T>
    {
        using var column = (ColumnReader<T>)rows.Column(ColumnIndex(name));
        var buffer = ArrayPool<T>.Shared.Rent(BatchRows);
        try
        {
            var (first, end) = (0, 0);
            while (column.HasNext)
            {
                column.ReadBatch(BatchRows, buffer.AsSpan(0, BatchRows), out var valuesRead);
                var batch = buffer.AsSpan(0, (int)valuesRead);
                var belowEnd = CountBelow(batch, to);
                (first, end) = (first + CountBelow(batch, from), end + belowEnd);
                if (belowEnd < batch.Length || valuesRead == 0)
                    break;
            }

            return (first, Math.Max(first, end)); // from may be above to
        }
        finally
        {
            ArrayPool<T>.Shared.Return(buffer);
        }
    }

    private T[] DecodeEnums<T>(RowGroupReader rows, string name, int from, int count)
        where T : struct, Enum
    {
        using var column = (ColumnReader<ByteArray>)rows.Column(ColumnIndex(name));
        var values = new T[count];
        var parsed = new Dictionary<(nint, int), T>();
        var texts = new ByteArray[Math.Min(values.Length, BatchRows)];
        var levels = new short[texts.Length];
        Skip(column, from);
        for (var read = 0; read < values.Length; )
        {
            column.ReadBatch(Math.Min(texts.Length, values.Length - read), levels, [], texts, out var valuesRead);
            parsed.Clear(); // in the next batch, the same address may hold another text
            var textCount = ThrowIfNone(valuesRead);
            for (var i = 0; i < textCount; i++)
                values[read + i] = ParseEnum(texts[i], parsed);
            read += textCount;
        }

        return values;
    }

    // Equal texts have the same address in the dictionary page.
    private static T ParseEnum<T>(ByteArray text, Dictionary<(nint, int), T> parsed)
        where T : struct, Enum
    {
        if (!parsed.TryGetValue((text.Pointer, text.Length), out var value))
            parsed[(text.Pointer, text.Length)] = value = WireNames.Parse<T>(Marshal.PtrToStringUTF8(text.Pointer, text.Length));
        return value;
    }

    // How many values of a sorted span are less than a limit.
    private static int CountBelow<T>(ReadOnlySpan<T> values, T limit)
        where T : IComparable<T>
    {
        var (start, end) = (0, values.Length);
        while (start < end)
        {
            var middle = (start + end) / 2;
            (start, end) = values[middle].CompareTo(limit) < 0 ? (middle + 1, end) : (start, middle);
        }

        return start;
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

    private T Decode<T>(int group, Func<RowGroupReader, T> read) =>
        Decode(
            group,
            () =>
            {
                var (_, file, first) = FindPiece(group);
                using var rows = file.RowGroup(group - first);
                return read(rows);
            }
        );

    // Any exception counts as damage, because a damaged file can fail in many ways, such as a wrong column type or an unknown enum name.
    // The error names the piece that contains the group.
    private T Decode<T>(int group, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception damage) when (!isVerified)
        {
            throw ArtifactErrors.Damaged(runId, FindPiece(group).Name, damage);
        }
    }

    private int OpenPiece(string path)
    {
        var name = Path.GetFileName(path);
        try
        {
            // Without a verified hash, page checksums may still detect damage.
            using var properties = ReaderProperties.GetDefaultReaderProperties();
            if (!isVerified)
                properties.EnablePageChecksumVerification();
            var file = new ParquetFileReader(path, properties);
            pieces.Add((name, file, GroupCount));
            return file.FileMetaData.NumRowGroups;
        }
        catch (Exception) when (!File.Exists(path))
        {
            throw ArtifactErrors.Missing(runId, name);
        }
        catch (Exception damage) when (!isVerified)
        {
            throw ArtifactErrors.Damaged(runId, name, damage);
        }
    }

    private SchemaDescriptor Schema => pieces[0].File.FileMetaData.Schema;

    private int ColumnIndex(string name) => Schema.ColumnIndex(name);

    private (string Name, ParquetFileReader File, int First) FindPiece(int group) =>
        pieces[pieces.FindLastIndex(piece => piece.First <= group)];
}
