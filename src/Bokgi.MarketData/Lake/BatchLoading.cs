using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.MarketData.Lake;

/// <summary>Reads the files of several symbols in parallel and merges their rows into time order.</summary>
internal sealed class BatchLoading : IDisposable
{
    private readonly Symbol[] symbols;
    private readonly Timeframe timeframe;
    private readonly TimeRange range;
    private readonly ParallelOptions options;

    // These three have one item per symbol.
    private readonly IReadOnlyList<CandleFile>[] files;
    private readonly CandleColumns?[] rowsBySymbol;
    private readonly SeriesQuality[] quality;

    private BatchLoading(Symbol[] symbols, Timeframe timeframe, TimeRange range, CancellationToken cancel)
    {
        this.symbols = symbols;
        this.timeframe = timeframe;
        this.range = range;
        options = new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = Environment.ProcessorCount };
        files = [.. symbols.Select(_ => Array.Empty<CandleFile>())];
        rowsBySymbol = new CandleColumns?[symbols.Length];
        quality = new SeriesQuality[symbols.Length];
    }

    public static CandleBatch Load(
        LakeLayout layout,
        IReadOnlyList<Symbol> requested,
        Timeframe timeframe,
        TimeRange range,
        CancellationToken cancel
    )
    {
        using var loading = new BatchLoading([.. requested.Distinct().Order()], timeframe, range, cancel);
        return loading.Run(layout);
    }

    public void Dispose()
    {
        foreach (var file in files.SelectMany(opened => opened))
            file.Dispose();
        foreach (var rows in rowsBySymbol)
            rows?.Dispose();
    }

    private CandleBatch Run(LakeLayout layout)
    {
        ForEach(symbols.Length, i => files[i] = new SymbolFiles(layout, symbols[i], timeframe).Open(range));
        ReadFiles();
        Symbol[] missing = [.. symbols.Where((_, i) => rowsBySymbol[i]!.Count == 0)];
        if (missing.Length == symbols.Length)
            throw new LakeException(LakeErrorKind.NotFound, NoCandlesMessage());

        var columns = Merge(out var symbolIndex);
        return new CandleBatch(symbols, timeframe, columns, symbolIndex)
        {
            Missing = missing,
            Duplicates = quality.Sum(symbolQuality => symbolQuality.Duplicates),
            OutOfOrder = quality.Sum(symbolQuality => symbolQuality.OutOfOrder),
        };
    }

    // Files that the lake wrote are read row group by row group, directly into the final memory of their symbol. If a symbol has any other
    // file, all its files are read whole.
    private void ReadFiles()
    {
        var usesFastReader = new bool[symbols.Length];
        var work = new ConcurrentBag<(int Symbol, CandleFile File, RowSpan Span, int Start)>();
        ForEach(symbols.Length, i => usesFastReader[i] = TryPlan(i, work));
        var workItems = work.ToArray();
        ForEach(
            workItems.Length,
            i =>
            {
                var (symbol, file, span, start) = workItems[i];
                options.CancellationToken.ThrowIfCancellationRequested();
                if (!file.TryRead(span, rowsBySymbol[symbol]!, start))
                    usesFastReader[symbol] = false;
            }
        );
        ReadWholeFiles(usesFastReader);
        ForEach(
            symbols.Length,
            i =>
            {
                var rows = rowsBySymbol[i] ??= new CandleColumns(0); // null if the symbol has no files
                quality[i] = SortAndDeduplicate(rows);
            }
        );
    }

    // Allocates a symbol's rows, and adds one work item per row span, with the index of the row at which the span's rows begin. False when
    // one of the symbol's files needs the generic reader.
    private bool TryPlan(int symbol, ConcurrentBag<(int Symbol, CandleFile File, RowSpan Span, int Start)> work)
    {
        var spans = new IReadOnlyList<RowSpan>?[files[symbol].Count];
        for (var i = 0; i < spans.Length; i++)
        {
            spans[i] = files[symbol][i].RowSpans(range);
            if (spans[i] is null)
                return false;
        }

        var rowCount = 0;
        for (var i = 0; i < spans.Length; i++)
        {
            foreach (var span in spans[i]!)
            {
                work.Add((symbol, files[symbol][i], span, rowCount));
                rowCount += span.Count;
            }
        }

        rowsBySymbol[symbol] = new CandleColumns(rowCount);
        rowsBySymbol[symbol]!.Extend(rowCount);
        return true;
    }

    // Each file is one work item; the rows of a symbol's files are joined in order afterwards.
    private void ReadWholeFiles(bool[] usesFastReader)
    {
        (int Symbol, CandleFile File)[] work =
        [
            .. files.SelectMany((opened, i) => usesFastReader[i] ? [] : opened.Select(file => (i, file))),
        ];
        var fileRows = new CandleColumns[work.Length];
        try
        {
            foreach (var (symbol, _) in work)
                rowsBySymbol[symbol]?.Truncate(0);
            ForEach(
                work.Length,
                i =>
                {
                    fileRows[i] = new CandleColumns(0);
                    work[i].File.Read(range, fileRows[i], options.CancellationToken);
                }
            );
            for (var i = 0; i < work.Length; i++)
                AppendFileRows(work[i].Symbol, ref fileRows[i]);
        }
        finally
        {
            foreach (var rows in fileRows)
                rows?.Dispose();
        }
    }

    // The rows of a symbol's first file are taken over without a copy: the caller gets other, empty rows for them, which it disposes.
    private void AppendFileRows(int symbol, ref CandleColumns fileRows)
    {
        if (rowsBySymbol[symbol] is { Count: > 0 } existing)
            existing.Append(fileRows);
        else
            (rowsBySymbol[symbol], fileRows) = (fileRows, rowsBySymbol[symbol] ?? new CandleColumns(0));
    }

    private static SeriesQuality SortAndDeduplicate(CandleColumns rows)
    {
        var count = rows.Count;
        var outOfOrder = CandleOrder.Sort(rows);
        return new SeriesQuality(count, CandleOrder.KeepLastOfEqualTimes(rows), outOfOrder, Invalid: 0);
    }

    private CandleColumns Merge(out int[] symbolIndex)
    {
        if (symbols.Length > 1)
            return BatchMerge.Merge(rowsBySymbol!, out symbolIndex);

        var only = rowsBySymbol[0]!;
        rowsBySymbol[0] = null; // the batch now owns and disposes these rows
        symbolIndex = ArrayPool<int>.Shared.Rent(only.Count);
        Array.Clear(symbolIndex, 0, only.Count);
        return only;
    }

    // Throws only the first error, because an AggregateException would tell the user nothing more.
    private void ForEach(int count, Action<int> action)
    {
        try
        {
            Parallel.For(0, count, options, action);
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.Flatten().InnerExceptions[0]);
        }
    }

    private string NoCandlesMessage()
    {
        var names = symbols.Length <= 5 ? string.Join(", ", symbols) : $"{string.Join(", ", symbols[..5])} and {symbols.Length - 5} more";
        var times = range == TimeRange.All ? string.Empty : $" from {Describe(range.StartUtc)} to {Describe(range.EndUtc)}";
        return $"no {timeframe} candles of {names}{times}; import or collect them, or ask for another range";
    }

    // Uses words for times at the limits of the calendar, because they cannot be converted to another time zone.
    private static string Describe(long time) =>
        time < UtcYear.StartOf(1) ? "the start"
        : UtcYear.Of(time) == 9999 ? "the end"
        : UnixTime.Format(time);
}
