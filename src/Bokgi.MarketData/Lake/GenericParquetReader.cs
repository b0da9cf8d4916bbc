using System.Buffers;
using Bokgi.Markets;
using Bokgi.Series;
using ParquetSharp;

namespace Bokgi.MarketData.Lake;

/// <summary>
/// Uses ParquetSharp to read a year file that any program may have written. The columns may have any supported type, and the rows any order.
/// </summary>
internal sealed class GenericParquetReader : IDisposable
{
    private const int ChunkRows = 1 << 16;
    private const int MaxReservedRows = 1 << 20;

    private readonly YearFile file;
    private readonly ParquetSource source;
    private readonly CandleSchema schema;
    private int compactAt; // the number of rows in the destination at which repeated rows are removed

    private GenericParquetReader(YearFile file, ParquetSource source)
    {
        this.file = file;
        this.source = source;
        schema = CandleSchema.FromMetadata(source.MetaData);
    }

    /// <summary>Opens a year file from its content.</summary>
    /// <param name="file">The file's path, symbol, timeframe and year.</param>
    /// <param name="content">Owned by the reader from here on; disposed if opening fails.</param>
    /// <exception cref="LakeException">The file is not Parquet, damaged, or holds no candles.</exception>
    public static GenericParquetReader Open(YearFile file, FileContent content)
    {
        var source = ParquetSource.Open(content, file.Name);
        try
        {
            RowLimit.Check(file, source.Footer.Rows, source.Length);
            var opened = new GenericParquetReader(file, source);
            if (opened.schema.Problems.Count > 0)
                throw CreateNoCandlesException(file, opened.schema.Problems);
            source.CheckPages(opened.schema.Columns);
            return opened;
        }
        catch (Exception e)
        {
            source.Dispose();
            if (ParquetErrors.IsReadError(e))
                throw ParquetErrors.Translate(file.Name, e);
            throw;
        }
    }

    /// <summary>
    /// The earliest time according to the footer's statistics, microseconds UTC; null when a row group has no statistics, and
    /// <see cref="long.MaxValue"/> when there are no row groups.
    /// </summary>
    /// <exception cref="LakeException">The file is damaged.</exception>
    public long? FirstUtc
    {
        get
        {
            try
            {
                var first = long.MaxValue;
                for (var i = 0; i < source.MetaData.NumRowGroups; i++)
                {
                    using var group = source.RowGroup(i);
                    if (TimeColumn.ReadBounds(group.MetaData, schema.TimeColumn, schema.Time!) is not { } bounds)
                        return null;
                    first = Math.Min(first, bounds.First);
                }

                return first;
            }
            catch (Exception e) when (ParquetErrors.IsReadError(e))
            {
                throw ParquetErrors.Translate(file.Name, e);
            }
        }
    }

    /// <summary>
    /// Appends the rows in <paramref name="range"/>, in file order. If there are very many, sorts all rows of the destination and keeps
    /// only the last row of each time.
    /// </summary>
    /// <exception cref="LakeException">The file is damaged, or states another symbol or timeframe than its path.</exception>
    public void Read(TimeRange range, CandleColumns destination, CancellationToken cancel)
    {
        try
        {
            // Reserves memory, so that the columns need no copying as they grow; only up to a limit, because the estimate may be far too
            // high for a damaged file.
            destination.Reserve((int)Math.Min(EstimateRows(range), MaxReservedRows));
            compactAt = RowLimit.NextCompactionAt(destination.Count);
            for (var i = 0; i < source.MetaData.NumRowGroups; i++)
            {
                using var group = source.RowGroup(i);
                if (!IsOutside(group.MetaData, range))
                    ReadGroup(group, range, destination, cancel);
            }
        }
        catch (Exception e) when (ParquetErrors.IsReadError(e))
        {
            throw ParquetErrors.Translate(file.Name, e);
        }
    }

    /// <summary>
    /// The number of bars that fit into <paramref name="range"/>, at most the footer's row count. If times repeat, the actual number of
    /// rows is higher.
    /// </summary>
    public long EstimateRows(TimeRange range)
    {
        var span = Int128.Max((Int128)range.EndUtc - range.StartUtc, 0);
        return (long)Int128.Clamp((span / file.Timeframe.NominalMicroseconds) + 1, 0, Math.Max(0, source.MetaData.NumRows));
    }

    public void Dispose() => source.Dispose();

    private static LakeException CreateNoCandlesException(YearFile file, IReadOnlyList<string> problems) =>
        new(LakeErrorKind.MalformedFile, $"{file.Name} {string.Join("; ", problems)}; correct or remove the file");

    // The indices from the first row in the range to the last, and the number of rows in the range. When the file is not sorted, some of
    // the rows between these indices may be outside the range.
    private static (int From, int To, int Inside) FindWindow(ReadOnlySpan<long> times, TimeRange range)
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
        || (
            TimeColumn.ReadBounds(group, schema.TimeColumn, schema.Time!) is var (first, last)
            && (last < range.StartUtc || first >= range.EndUtc)
        );

    // Reads in chunks: if a damaged footer claims too many rows, memory is allocated only for rows that exist.
    private void ReadGroup(RowGroupReader group, TimeRange range, CandleColumns destination, CancellationToken cancel)
    {
        var rows = group.MetaData.NumRows;
        var times = ArrayPool<long>.Shared.Rent((int)Math.Min(rows, ChunkRows));
        using var time = new TimeColumn(group, schema.TimeColumn, schema.Time!);
        using var prices = new PriceColumns(group, schema);
        try
        {
            for (long row = 0; row < rows; row += ChunkRows)
            {
                cancel.ThrowIfCancellationRequested();
                var chunk = times.AsSpan(0, (int)Math.Min(rows - row, ChunkRows));
                time.Read(chunk);
                var (from, to, inside) = FindWindow(chunk, range);
                if (inside == 0)
                    continue;

                if (!prices.IsOpen)
                    CheckSymbolAndTimeframe(group, rows); // once per row group
                var start = destination.Count;
                destination.Extend(to - from);
                chunk[from..to].CopyTo(destination.Times[start..]);
                prices.Read(row + from, destination, start);
                if (inside < to - from)
                    RemoveOutside(destination, start, range);
                Compact(destination);
            }
        }
        finally
        {
            ArrayPool<long>.Shared.Return(times);
        }
    }

    // Removes repeated rows before they fill the memory, because a small file can hold millions of them.
    private void Compact(CandleColumns destination)
    {
        if (destination.Count < compactAt)
            return;
        CandleOrder.Compact(destination);
        compactAt = RowLimit.NextCompactionAt(destination.Count);
    }

    private void CheckSymbolAndTimeframe(RowGroupReader group, long rows)
    {
        var unexpected = schema.SymbolColumn < 0 ? null : TextColumn.FindUnexpected(group, schema.SymbolColumn, rows, IsSymbol);
        if (unexpected is not null)
            throw CreateMismatchException("symbol", unexpected, file.Symbol.Code);

        unexpected = schema.TimeframeColumn < 0 ? null : TextColumn.FindUnexpected(group, schema.TimeframeColumn, rows, IsTimeframe);
        if (unexpected is not null)
            throw CreateMismatchException("timeframe", unexpected, file.Timeframe.Name);
    }

    private bool IsSymbol(string text) => Symbol.TryParse(text, out var symbol, out _) && symbol == file.Symbol;

    private bool IsTimeframe(string text) => Timeframe.TryParse(text, out var timeframe, out _) && timeframe == file.Timeframe;

    private LakeException CreateMismatchException(string column, string found, string expected) =>
        new(
            LakeErrorKind.MalformedFile,
            $"{file.Name} says '{found}' in its column {column}, but its path says {expected}; move the file to the folder of its own {column}"
        );
}
