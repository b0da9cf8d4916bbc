using System.Text;
using Bokgi.Series;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>Converts cells to candles, row by row; the first cell that cannot be read causes the file to be rejected.</summary>
internal sealed class RowCollector(string file, SourceTable table, ColumnMap map, RowCounter counter, TimestampReader timestamps)
    : IDisposable
{
    private CandleColumns? rows = new(); // null after Finish has passed them on
    private byte[]? symbol;
    private byte[]? market;
    private byte[]? timeframe;
    private int forming;

    /// <summary>Reads a table to its end.</summary>
    /// <param name="file">The file.</param>
    /// <param name="table">The file's rows.</param>
    /// <param name="counter">Counts the rows.</param>
    /// <param name="options">The caller's options.</param>
    /// <param name="reportProgress">Called every few thousand rows; throws if the import is cancelled.</param>
    public static SourceRows Read(SourceFile file, SourceTable table, RowCounter counter, ImportOptions options, Action reportProgress)
    {
        const int rowsBetweenCalls = 1 << 14;

        var (head, hasMore) = ReadHead(table);
        var width = table.Names?.Length ?? head.FirstOrDefault().Cells?.Length ?? 0;
        var sample = new SourceSample(file.Name, table.Names, width, [.. head.Select(row => row.Cells)])
        {
            FullPath = file.FullPath,
            Zone = file.Zone.CombineWith(table.Zone),
        };
        if (table.MayHaveDecimalCommas && sample.MayHaveGroupingPoints)
            throw new LakeException(
                LakeErrorKind.InvalidInput,
                $"{file.Name}: every number with a point has three digits after it, so 58.800 may be 58800 or 58.8; write at least one number with a different count of decimals, such as 1234.5"
            );
        var map = ColumnMap.Create(sample, options);
        var timestamps = new TimestampReader(map.TimeName, options.Zone is null ? null : SourceZone.Parse(options.Zone), map.Zone.Zone);
        using var collector = new RowCollector(file.Name, table, map, counter, timestamps);
        foreach (var (location, cells, unavailableReasons) in head)
        {
            var bytes = Array.ConvertAll(cells, Encoding.UTF8.GetBytes);
            collector.Add(
                () => location,
                index => unavailableReasons[index] is { } reason ? throw Rejected(file.Name, location, reason) : bytes[index]
            );
        }

        CellAt cellAt = table.Cell;
        Func<string> currentLocation = () => table.Location;
        for (var row = 1; hasMore && table.Read(); row++)
        {
            collector.Add(currentLocation, cellAt);
            if (row % rowsBetweenCalls != 0)
                continue;
            if (row == rowsBetweenCalls)
                collector.Reserve(file.Progress);
            reportProgress();
        }

        return collector.Finish([.. file.Notes, .. map.Notes]);
    }

    // Returns the cell of the current row in a column.
    private delegate ReadOnlySpan<byte> CellAt(int index);

    public void Dispose() => rows?.Dispose();

    // Reserves memory for the estimated number of all rows, because growing step by step would leave unused smaller buffers behind.
    private void Reserve(double shareRead)
    {
        const double maxRows = 1 << 22; // limits what a wrong estimate can reserve
        if (shareRead <= 0)
            return;
        var expectedRows = (int)Math.Min(maxRows, rows!.Count / shareRead * 1.05); // 5 % more, in case later rows are shorter
        rows.Reserve(Math.Max(0, expectedRows - rows.Count));
    }

    // An unreadable cell is an error only if its column turns out to be used, so this method returns the reason and does not throw.
    private static (List<(string Location, string[] Cells, string?[] UnavailableReasons)> Rows, bool HasMore) ReadHead(SourceTable table)
    {
        var head = new List<(string, string[], string?[])>();
        while (head.Count < SourceSample.MaxRows)
        {
            if (!table.Read())
                return (head, false);
            var (cells, unavailableReasons) = (new string[table.ColumnCount], new string?[table.ColumnCount]);
            for (var index = 0; index < cells.Length; index++)
            {
                unavailableReasons[index] = table.UnavailableReason(index);
                cells[index] = unavailableReasons[index] is null ? Encoding.UTF8.GetString(table.Cell(index)) : string.Empty;
            }

            head.Add((table.Location, cells, unavailableReasons));
        }

        return (head, true);
    }

    private void Add(Func<string> location, CellAt cellAt)
    {
        if (map.ClosedColumn >= 0 && ClosedMark.IsUnfinished(cellAt(map.ClosedColumn)))
        {
            forming++;
            return;
        }

        var requiredColumns = map.RequiredColumns;
        var isTime =
            map.TimeOfDayColumn < 0
                ? timestamps.TryRead(cellAt(requiredColumns[0]), out var time, out var error)
                : timestamps.TryRead(cellAt(requiredColumns[0]), cellAt(map.TimeOfDayColumn), out time, out error);
        if (!isTime)
            throw Rejected(location, error);
        rows!.Add(
            new Candle(
                time,
                ReadNumber(location, cellAt, 1),
                ReadNumber(location, cellAt, 2),
                ReadNumber(location, cellAt, 3),
                ReadNumber(location, cellAt, 4),
                ReadNumber(location, cellAt, 5)
            )
        );
        counter.CountAndCompact(rows, rows.Count - 1);
        if (map.SymbolColumn >= 0)
            CheckClaim(location, "symbol", ref symbol, cellAt(map.SymbolColumn));
        if (map.MarketColumn >= 0)
            CheckClaim(location, "market", ref market, cellAt(map.MarketColumn));
        if (map.TimeframeColumn >= 0)
            CheckClaim(location, "timeframe", ref timeframe, cellAt(map.TimeframeColumn));
    }

    private SourceRows Finish(IReadOnlyList<string> warnings)
    {
        var collected = rows!;
        rows = null;
        return new SourceRows(
            table.Format,
            map,
            collected,
            counter,
            timestamps,
            CreateClaim("symbol", symbol),
            CreateClaim("timeframe", timeframe),
            [.. warnings, .. timestamps.Warning is { } warning ? [warning] : Array.Empty<string>()]
        )
        {
            Forming = forming,
        };
    }

    // requiredIndex is an index into ColumnMap.RequiredColumns. An empty cell gives NaN, because the source has no value there.
    private double ReadNumber(Func<string> location, CellAt cellAt, int requiredIndex)
    {
        var cell = cellAt(map.RequiredColumns[requiredIndex]);
        var isUnambiguous = !table.MayHaveDecimalCommas || !CellNumber.IsAmbiguous(cell);
        if (CellNumber.TryRead(cell, out var value) && isUnambiguous)
            return value;
        var column = map.Choices.First(choice => choice.Meaning == Meanings[requiredIndex]);
        var text = CellExcerpt.Sanitize(Encoding.UTF8.GetString(cell));
        var why = isUnambiguous
            ? "which is not a number"
            : $"which may be {text.Replace(",", string.Empty, StringComparison.Ordinal)} or {text.Replace(',', '.')}";
        throw Rejected(location, $"{column.Meaning} ('{column.Source}') is '{text}', {why}; write it like 1234.5");
    }

    // The meanings of ColumnMap.RequiredColumns.
    private static readonly string[] Meanings = ["timestamp", "open", "high", "low", "close", "volume"];

    // Remembers the text of a column, and rejects a file that has another text in the same column.
    private void CheckClaim(Func<string> location, string meaning, ref byte[]? claimed, ReadOnlySpan<byte> text)
    {
        var value = text.Trim(" \t"u8);
        claimed ??= value.ToArray();
        if (!value.SequenceEqual(claimed))
            throw Rejected(
                location,
                $"{meaning} is '{CellExcerpt.Sanitize(Encoding.UTF8.GetString(value))}' after '{CellExcerpt.Sanitize(Encoding.UTF8.GetString(claimed))}'; split the file, one {meaning} each"
            );
    }

    private SourceClaim? CreateClaim(string meaning, byte[]? text) =>
        text is null or []
            ? null
            : new SourceClaim(
                CellExcerpt.Sanitize(Encoding.UTF8.GetString(text)),
                $"column '{map.Choices.First(column => column.Meaning == meaning).Source}'"
            );

    private LakeException Rejected(Func<string> location, string error) => Rejected(file, location(), error);

    private static LakeException Rejected(string file, string location, string error) =>
        new(LakeErrorKind.MalformedFile, $"{file}, {location}: {error}");
}
