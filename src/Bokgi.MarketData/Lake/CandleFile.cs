using System.Buffers;
using System.Runtime.InteropServices;
using Bokgi.Markets;
using Bokgi.Series;
using ParquetSharp;
using ParquetSharp.IO;

namespace Bokgi.MarketData.Lake;

/// <summary>One Parquet file of candles, open for reading. It keeps showing the state it was opened in when a writer replaces the file.</summary>
internal sealed class CandleFile : IDisposable
{
    // One read of a small file is cheaper than one per column; large files are read by row group.
    private const long WholeFileBytes = 1 << 20;
    private const int ChunkRows = 1 << 16;

    private static readonly ReaderProperties Properties = CheckedPages();

    private readonly YearFile file;
    private readonly byte[] bytes;
    private readonly GCHandle pin;
    private readonly ParquetFileReader reader;
    private CandleSchema? schema;

    private CandleFile(YearFile file, byte[] bytes, int length)
    {
        this.file = file;
        this.bytes = bytes;
        if (bytes.Length == 0)
        {
            reader = new ParquetFileReader(file.Path, Properties);
            return;
        }

        pin = GCHandle.Alloc(bytes, GCHandleType.Pinned);
        try
        {
            using var buffer = new ParquetSharp.IO.Buffer(pin.AddrOfPinnedObject(), length);
            using var source = new BufferReader(buffer);
            reader = new ParquetFileReader(source, Properties);
        }
        catch
        {
            pin.Free();
            throw;
        }
    }

    public FileMetaData MetaData => reader.FileMetaData;

    public CandleSchema Schema => schema ??= CandleSchema.Of(MetaData);

    /// <summary>Opens a file; null when it is gone.</summary>
    /// <exception cref="LakeException">The file is not Parquet, or damaged.</exception>
    public static CandleFile? Open(YearFile file)
    {
        byte[] bytes = [];
        try
        {
            bytes = ReadSmall(file.Path, out var length);
            return new CandleFile(file, bytes, length);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (Unreadable.Is(e))
        {
            Return(bytes);
            throw Unreadable.Error(file.Name, e);
        }
    }

    /// <summary>Appends the rows in <paramref name="range"/>, in file order.</summary>
    /// <exception cref="LakeException">The file cannot be read as candles of the symbol and timeframe its path names.</exception>
    public void Read(TimeRange range, CandleColumns destination, CancellationToken cancel)
    {
        if (Schema.Problems.Count > 0)
            throw new LakeException(LakeErrorKind.MalformedFile, $"{file.Name} {string.Join("; ", Schema.Problems)}; correct or remove the file");

        try
        {
            for (var i = 0; i < MetaData.NumRowGroups; i++)
            {
                using var group = reader.RowGroup(i);
                if (!IsOutside(group.MetaData, range))
                    ReadGroup(group, range, destination, cancel);
            }
        }
        catch (Exception e) when (Unreadable.Is(e))
        {
            throw Unreadable.Error(file.Name, e);
        }
    }

    public void Dispose()
    {
        reader.Dispose();
        if (pin.IsAllocated)
            pin.Free();
        Return(bytes);
    }

    private static ReaderProperties CheckedPages()
    {
        var properties = ReaderProperties.GetDefaultReaderProperties();
        properties.EnablePageChecksumVerification();
        return properties;
    }

    // Empty for a large file, which the native reader opens by itself.
    private static byte[] ReadSmall(string path, out int length)
    {
        using var handle = File.OpenHandle(path);
        var total = RandomAccess.GetLength(handle);
        length = total <= WholeFileBytes ? (int)total : 0;
        if (length == 0)
            return total == 0 ? throw new InvalidDataException("the file is empty") : [];

        var bytes = ArrayPool<byte>.Shared.Rent(length);
        for (var read = 0; read < length;)
        {
            var count = RandomAccess.Read(handle, bytes.AsSpan(read, length - read), read);
            if (count == 0)
            {
                Return(bytes);
                throw new EndOfStreamException("the file became shorter while it was read");
            }

            read += count;
        }

        return bytes;
    }

    private static void Return(byte[] bytes)
    {
        if (bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(bytes);
    }

    // The first and the last row in the range; rows between them may lie outside when the file is not sorted.
    private static (int From, int To, int Inside) Window(ReadOnlySpan<long> times, TimeRange range)
    {
        var (from, to, inside) = (times.Length, 0, 0);
        for (var i = 0; i < times.Length; i++)
        {
            if (!range.Contains(times[i]))
                continue;
            from = Math.Min(from, i);
            to = i + 1;
            inside++;
        }

        return (from, to, inside);
    }

    private static void RemoveOutside(CandleColumns columns, int from, TimeRange range)
    {
        var kept = from;
        for (var i = from; i < columns.Count; i++)
        {
            if (range.Contains(columns.Times[i]))
                columns[kept++] = columns[i];
        }

        columns.Truncate(kept);
    }

    private bool IsOutside(RowGroupMetaData group, TimeRange range) =>
        group.NumRows == 0
        || (TimeColumn.Bounds(group, Schema.TimeColumn, Schema.Time!) is var (first, last) && (last < range.StartUtc || first >= range.EndUtc));

    // By chunks, so that a damaged row count never makes more memory than there are rows.
    private void ReadGroup(RowGroupReader group, TimeRange range, CandleColumns destination, CancellationToken cancel)
    {
        var rows = group.MetaData.NumRows;
        var times = ArrayPool<long>.Shared.Rent((int)Math.Min(rows, ChunkRows));
        using var time = new TimeColumn(group, Schema.TimeColumn, Schema.Time!);
        using var prices = new PriceColumns(group, Schema);
        try
        {
            for (long row = 0; row < rows; row += ChunkRows)
            {
                cancel.ThrowIfCancellationRequested();
                var chunk = times.AsSpan(0, (int)Math.Min(rows - row, ChunkRows));
                time.Read(chunk);
                var (from, to, inside) = Window(chunk, range);
                if (inside == 0)
                    continue;

                if (!prices.IsOpen)
                    CheckTexts(group, rows);
                var start = destination.Count;
                destination.Extend(to - from);
                chunk[from..to].CopyTo(destination.Times[start..]);
                prices.Read(row + from, destination, start);
                if (inside < to - from)
                    RemoveOutside(destination, start, range);
            }
        }
        finally
        {
            ArrayPool<long>.Shared.Return(times);
        }
    }

    private void CheckTexts(RowGroupReader group, long rows)
    {
        var other = Schema.SymbolColumn < 0 ? null : TextColumn.FindOther(group, Schema.SymbolColumn, rows, IsSymbol);
        if (other is not null)
            throw Mismatch("symbol", other, file.Symbol.Code);

        other = Schema.TimeframeColumn < 0 ? null : TextColumn.FindOther(group, Schema.TimeframeColumn, rows, IsTimeframe);
        if (other is not null)
            throw Mismatch("timeframe", other, file.Timeframe.Name);
    }

    private bool IsSymbol(string text) => Symbol.TryParse(text, out var symbol, out _) && symbol == file.Symbol;

    private bool IsTimeframe(string text) => Timeframe.TryParse(text, out var timeframe, out _) && timeframe == file.Timeframe;

    private LakeException Mismatch(string column, string found, string expected) => new(
        LakeErrorKind.MalformedFile,
        $"{file.Name} has {column} '{found}' in its column {column}, but its path says {expected}; move the file to the folder of its own {column}");
}
