using System.Buffers;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;

namespace Bokgi.Host.Runs.Artifacts;

/// <summary>
/// Writes the rows of a run to one file. Each symbol is a group, which has the symbol's rows of every table, column by column, in blocks
/// (<see cref="ColumnBlock"/>). The blocks follow each other in the order in which they are written. The directory at the end of the file lists
/// the tables, the groups, and the lengths of the blocks. docs/decisions/rows-file.md describes the format.
/// </summary>
internal sealed class RowsFileWriter : IDisposable
{
    private const int BufferBytes = 1 << 16;

    /// <summary>The value of a row in a column. Rows are passed by reference, because a trade takes more than a hundred bytes.</summary>
    public delegate T ValueOf<TRow, T>(in TRow row);

    private readonly Stream stream;
    private readonly MemoryStream groupEntries = new(); // the directory's entries of the groups that are written so far
    private readonly BinaryWriter groupWriter;
    private readonly IReadOnlyList<StoredTable> tables;
    private byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private int bufferedBytes;
    private int groupCount;

    /// <summary>Begins a file in a stream. <see cref="Dispose"/> leaves the stream open.</summary>
    public RowsFileWriter(Stream stream, IReadOnlyList<StoredTable> tables)
    {
        (this.stream, this.tables) = (stream, tables);
        groupWriter = new BinaryWriter(groupEntries, Encoding.UTF8, leaveOpen: true);
        Append(RowsFileFormat.Magic);
    }

    /// <summary>
    /// Begins the rows of a symbol. The caller then writes each table: <see cref="BeginTable"/>, then a <c>Write</c> for each column.
    /// </summary>
    public void BeginGroup(string symbol)
    {
        groupWriter.Write(symbol);
        groupCount++;
    }

    public void BeginTable(int rows) => groupWriter.Write7BitEncodedInt(rows);

    public void Write(ReadOnlySpan<long> values)
    {
        for (; values.Length > 0; values = values[Math.Min(values.Length, ColumnBlock.MaximumValues)..])
        {
            var block = values[..Math.Min(values.Length, ColumnBlock.MaximumValues)];
            CompleteBlock(ColumnBlock.Encode(block, Reserve(ColumnBlock.MaximumLength(block.Length * sizeof(long)))));
        }
    }

    public void Write(ReadOnlySpan<double> values) => Write(MemoryMarshal.Cast<double, long>(values));

    public void Write(ReadOnlySpan<byte> values)
    {
        for (; values.Length > 0; values = values[Math.Min(values.Length, ColumnBlock.MaximumValues)..])
        {
            var block = values[..Math.Min(values.Length, ColumnBlock.MaximumValues)];
            CompleteBlock(ColumnBlock.Encode(block, Reserve(ColumnBlock.MaximumLength(block.Length))));
        }
    }

    /// <summary>Writes the next column, with one number per row.</summary>
    public void Write<TRow>(ReadOnlySpan<TRow> rows, ValueOf<TRow, long> get) =>
        Write(rows, get, static (file, values) => file.Write(values));

    /// <inheritdoc cref="Write{TRow}(ReadOnlySpan{TRow}, ValueOf{TRow, long})"/>
    public void Write<TRow>(ReadOnlySpan<TRow> rows, ValueOf<TRow, double> get) =>
        Write(rows, get, static (file, values) => file.Write(values));

    /// <summary>Writes the next column of texts; each row has the index of its text in <see cref="StoredTable.Column.Texts"/>.</summary>
    public void Write<TRow>(ReadOnlySpan<TRow> rows, ValueOf<TRow, byte> get) =>
        Write(rows, get, static (file, values) => file.Write(values));

    /// <summary>Writes the directory; the file is not valid without it.</summary>
    public void Close()
    {
        using var directory = new MemoryStream();
        using (var writer = new BinaryWriter(directory, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write7BitEncodedInt(tables.Count);
            foreach (var table in tables)
            {
                writer.Write(table.Name);
                writer.Write7BitEncodedInt(table.Columns.Count);
                foreach (var (name, type, texts) in table.Columns)
                {
                    writer.Write(name);
                    writer.Write((byte)type);
                    writer.Write7BitEncodedInt(texts.Count);
                    foreach (var text in texts)
                        writer.Write(text);
                }
            }

            writer.Write7BitEncodedInt(groupCount);
        }

        groupEntries.WriteTo(directory);
        var content = directory.GetBuffer().AsSpan(0, (int)directory.Length);
        Append(content);
        Span<byte> end = stackalloc byte[RowsFileFormat.EndBytes];
        RowsFileFormat.WriteEnd(end, content.Length, XxHash3.HashToUInt64(content));
        Append(end);
        Flush();
    }

    // Does not flush, because that would retry writing what a failing disk rejected.
    public void Dispose()
    {
        groupWriter.Dispose();
        groupEntries.Dispose();
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
    }

    // The buffer is pooled, because a run may have millions of rows.
    private void Write<TRow, T>(ReadOnlySpan<TRow> rows, ValueOf<TRow, T> get, Action<RowsFileWriter, ReadOnlySpan<T>> write)
    {
        var values = ArrayPool<T>.Shared.Rent(rows.Length);
        for (var i = 0; i < rows.Length; i++)
            values[i] = get(in rows[i]);
        write(this, values.AsSpan(0, rows.Length));
        ArrayPool<T>.Shared.Return(values);
    }

    private Span<byte> Reserve(int length)
    {
        if (length > buffer.Length - bufferedBytes)
            Flush();
        if (length > buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(length);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }

        return buffer.AsSpan(bufferedBytes, length);
    }

    private void CompleteBlock(int length)
    {
        groupWriter.Write7BitEncodedInt(length);
        bufferedBytes += length;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        bufferedBytes += bytes.Length;
    }

    private void Flush()
    {
        stream.Write(buffer, 0, bufferedBytes);
        bufferedBytes = 0;
    }
}
