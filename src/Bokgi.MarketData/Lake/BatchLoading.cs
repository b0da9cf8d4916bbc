using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.MarketData.Lake;

/// <summary>Reads several symbols side by side and merges them into time order.</summary>
internal static class BatchLoading
{
    public static CandleBatch Load(LakeLayout layout, IReadOnlyList<Symbol> asked, Timeframe timeframe, TimeRange range, CancellationToken cancel)
    {
        if (!Directory.Exists(layout.Root))
            throw new LakeException(LakeErrorKind.NotFound, "the data root does not exist; set DATA_ROOT to the folder of the lake, or import candles");

        Symbol[] symbols = [.. asked.Distinct().Order()];
        var parts = new CandleColumns[symbols.Length];
        var quality = new SeriesQuality[symbols.Length];
        try
        {
            Unwrapped(() => Parallel.For(0, symbols.Length, Options(cancel), i =>
            {
                parts[i] = Read(new SymbolFiles(layout, symbols[i], timeframe), range, out quality[i], cancel);
            }));
            return Merge(symbols, timeframe, range, parts, quality);
        }
        finally
        {
            foreach (var part in parts)
                part?.Dispose();
        }
    }

    private static ParallelOptions Options(CancellationToken cancel) =>
        new() { CancellationToken = cancel, MaxDegreeOfParallelism = Environment.ProcessorCount };

    // The first file's trouble is the user's; an aggregate of several says no more.
    private static void Unwrapped(Action parallel)
    {
        try
        {
            parallel();
        }
        catch (AggregateException e)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.Flatten().InnerExceptions[0]);
        }
    }

    private static CandleColumns Read(SymbolFiles files, TimeRange range, out SeriesQuality quality, CancellationToken cancel)
    {
        var columns = new CandleColumns();
        try
        {
            files.Read(range, columns, cancel);
            var rows = columns.Count;
            var outOfOrder = CandleOrder.Sort(columns);
            var duplicates = CandleOrder.KeepLastOfEqualTimes(columns);
            quality = new SeriesQuality(rows, duplicates, outOfOrder, Invalid: 0);
            return columns;
        }
        catch
        {
            columns.Dispose();
            throw;
        }
    }

    private static CandleBatch Merge(Symbol[] symbols, Timeframe timeframe, TimeRange range, CandleColumns[] parts, SeriesQuality[] quality)
    {
        Symbol[] missing = [.. symbols.Where((_, i) => parts[i].Count == 0)];
        if (missing.Length == symbols.Length)
            throw new LakeException(LakeErrorKind.NotFound, NothingFound(symbols, timeframe, range));

        var (columns, symbolIndex) = BatchMerge.Merge(parts);
        return new CandleBatch(symbols, timeframe, columns, symbolIndex)
        {
            Missing = missing,
            Duplicates = quality.Sum(part => part.Duplicates),
            OutOfOrder = quality.Sum(part => part.OutOfOrder),
        };
    }

    private static string NothingFound(Symbol[] symbols, Timeframe timeframe, TimeRange range)
    {
        var names = symbols.Length <= 5 ? string.Join(", ", symbols) : $"{string.Join(", ", symbols[..5])} and {symbols.Length - 5} more";
        var times = range == TimeRange.All ? string.Empty : $" from {Shown(range.StartUtc)} to {Shown(range.EndUtc)}";
        return $"no {timeframe} candles of {names}{times}; import or collect them, or ask for another range";
    }

    private static string Shown(long time) => time is long.MinValue ? "the start" : time is long.MaxValue ? "the end" : UnixTime.Format(time);
}
