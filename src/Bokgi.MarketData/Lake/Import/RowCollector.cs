using System.Text;
using Bokgi.Series;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>Converts cells to candles, row by row; the first cell that cannot be read causes the file to be rejected.</summary>
internal sealed class RowCollector(string file, SourceTable table, ColumnMap map, RowCounter counter, TimestampReader stamps) : IDisposable
{
    private CandleColumns? rows = new();
    private byte[]? symbol;
    private byte[]? market;
    private byte[]? timeframe;
    private int forming;

    /// <summary>Reads a table to its end.</summary>
    /// <param name="file">The file.</param>
    /// <param name="table">The file's rows.</param>
    /// <param name="counter">Counts the rows.</param>
    /// <param name="options">The caller's options.</param>
    /// <param name="advance">Called every few thousand rows.</param>
    public static SourceRows Read(SourceFile file, SourceTable table, RowCounter counter, ImportOptions options, Action advance)
    {
        const int rowsBetweenCalls = 1 << 14;

        var (head, hasMore) = Head(table);
        var width = table.Names?.Length ?? head.FirstOrDefault().Cells?.Length ?? 0;
        var sample = new SourceSample(file.Name, table.Names, width, [.. head.Select(row => row.Cells)])
        {
            FullPath = file.FullPath,
            Zone = file.Zone.And(table.Zone),
        };
        if (table.MayHaveDecimalCommas && sample.MayHaveGroupingPoints)
            throw new LakeException(
                LakeErrorKind.InvalidInput,
                $"{file.Name}: every number with a point has three digits after it, so 58.800 may be 58800 or 58.8; write numbers like 1234.5, or at least one with other decimals"
            );
        var map = ColumnMap.Of(sample, options);
        var stamps = new TimestampReader(map.TimeName, options.Zone is null ? null : SourceZone.Parse(options.Zone), map.Zone.Zone);
        using var collector = new RowCollector(file.Name, table, map, counter, stamps);
        foreach (var (where, cells, missing) in head)
        {
            var bytes = Array.ConvertAll(cells, Encoding.UTF8.GetBytes);
            collector.Add(() => where, place => missing[place] is { } reason ? throw Rejected(file.Name, where, reason) : bytes[place]);
        }

        CellAt cellAt = table.Cell;
        Func<string> currentLocation = () => table.Where;
        for (var row = 1; hasMore && table.Read(); row++)
        {
            collector.Add(currentLocation, cellAt);
            if (row % rowsBetweenCalls != 0)
                continue;
            if (row == rowsBetweenCalls)
                collector.Reserve(file.Share);
            advance();
        }

        return collector.Finish([.. file.Remarks, .. map.Notes]);
    }

    private delegate ReadOnlySpan<byte> CellAt(int place);

    public void Dispose() => rows?.Dispose();

    // Reserves memory for an estimate of all rows, because growing step by step leaves unused smaller buffers behind.
    private void Reserve(double share)
    {
        const double maxRows = 1 << 22;
        if (share > 0)
            rows!.Reserve((int)Math.Min(maxRows, rows.Count / share * 1.05) - rows.Count is > 0 and var more ? more : 0);
    }

    // Cells may be missing in columns that turn out to be unused.
    private static (List<(string Where, string[] Cells, string?[] MissingReasons)> Rows, bool HasMore) Head(SourceTable table)
    {
        var head = new List<(string, string[], string?[])>();
        while (head.Count < SourceSample.MaxRows)
        {
            if (!table.Read())
                return (head, false);
            var (cells, missing) = (new string[table.Count], new string?[table.Count]);
            for (var place = 0; place < cells.Length; place++)
            {
                missing[place] = table.MissingReason(place);
                cells[place] = missing[place] is null ? Encoding.UTF8.GetString(table.Cell(place)) : string.Empty;
            }

            head.Add((table.Where, cells, missing));
        }

        return (head, true);
    }

    private void Add(Func<string> where, CellAt cellAt)
    {
        if (map.Closed >= 0 && IsNo(cellAt(map.Closed)))
        {
            forming++;
            return;
        }

        var needed = map.Needed;
        var isTime =
            map.TimeOfDay < 0
                ? stamps.TryRead(cellAt(needed[0]), out var time, out var error)
                : stamps.TryRead(cellAt(needed[0]), cellAt(map.TimeOfDay), out time, out error);
        if (!isTime)
            throw Rejected(where, error);
        rows!.Add(
            new Candle(
                time,
                Number(where, cellAt, 1),
                Number(where, cellAt, 2),
                Number(where, cellAt, 3),
                Number(where, cellAt, 4),
                Number(where, cellAt, 5)
            )
        );
        counter.Take(rows, rows.Count - 1);
        if (map.Symbol >= 0)
            CheckClaim(where, "symbol", ref symbol, cellAt(map.Symbol));
        if (map.Market >= 0)
            CheckClaim(where, "market", ref market, cellAt(map.Market));
        if (map.Timeframe >= 0)
            CheckClaim(where, "timeframe", ref timeframe, cellAt(map.Timeframe));
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
            stamps,
            ClaimOf("symbol", symbol),
            ClaimOf("timeframe", timeframe),
            [.. warnings, .. stamps.Warning is { } warning ? [warning] : Array.Empty<string>()]
        )
        {
            Forming = forming,
        };
    }

    private static bool IsNo(ReadOnlySpan<byte> cell) =>
        cell.Trim(" \t"u8) is var text
        && (text.SequenceEqual("0"u8) || Ascii.EqualsIgnoreCase(text, "false"u8) || Ascii.EqualsIgnoreCase(text, "no"u8));

    // An empty cell is a value that the source does not have, and stays NaN.
    private double Number(Func<string> where, CellAt cellAt, int meaning)
    {
        var cell = cellAt(map.Needed[meaning]);
        var isClear = !table.MayHaveDecimalCommas || !CellNumber.IsAmbiguous(cell);
        if (CellNumber.TryRead(cell, out var value) && isClear)
            return value;
        var column = map.Choices.First(choice => choice.Meaning == Meanings[meaning]);
        var text = CellExcerpt.Of(Encoding.UTF8.GetString(cell));
        var why = isClear
            ? "which is not a number"
            : $"which may be {text.Replace(",", string.Empty, StringComparison.Ordinal)} or {text.Replace(',', '.')}";
        throw Rejected(where, $"{column.Meaning} ('{column.Source}') is '{text}', {why}; write it like 1234.5");
    }

    private static readonly string[] Meanings = ["timestamp", "open", "high", "low", "close", "volume"];

    private void CheckClaim(Func<string> where, string meaning, ref byte[]? claimed, ReadOnlySpan<byte> text)
    {
        var value = text.Trim(" \t"u8);
        claimed ??= value.ToArray();
        if (!value.SequenceEqual(claimed))
            throw Rejected(
                where,
                $"{meaning} is '{CellExcerpt.Of(Encoding.UTF8.GetString(value))}' after '{CellExcerpt.Of(Encoding.UTF8.GetString(claimed))}'; split the file, one {meaning} each"
            );
    }

    private SourceClaim? ClaimOf(string meaning, byte[]? text) =>
        text is null or []
            ? null
            : new SourceClaim(
                CellExcerpt.Of(Encoding.UTF8.GetString(text)),
                $"column '{map.Choices.First(column => column.Meaning == meaning).Source}'"
            );

    private LakeException Rejected(Func<string> where, string error) => Rejected(file, where(), error);

    private static LakeException Rejected(string file, string where, string error) =>
        new(LakeErrorKind.MalformedFile, $"{file}, {where}: {error}");
}
