using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.MarketData.Lake;

/// <summary>Reads the valid bars of a range, or only its first bars; in both cases with a number of valid bars before the range.</summary>
internal static class SeriesLoading
{
    // The first attempt reads the span of the requested bars, a quarter more, and the spare bars; usually this suffices, because most gaps
    // are short. Otherwise each further attempt reads a span that is longer by the widening factor.
    private const int SpareBars = 16;
    private const int WideningFactor = 4;

    /// <summary>
    /// Reads the valid bars of a range and the last <paramref name="warmupBars"/> valid bars before it. <paramref name="onSorted"/> receives
    /// the sorted rows, including invalid ones.
    /// </summary>
    public static CandleSeries Load(
        SymbolFiles files,
        Symbol symbol,
        Timeframe timeframe,
        TimeRange range,
        int warmupBars,
        CancellationToken cancel,
        Action<CandleColumns>? onSorted = null
    )
    {
        var columns = new CandleColumns();
        try
        {
            if (files.HasFiles)
                columns = Read(files, symbol, timeframe, range, warmupBars, columns, cancel);
            return CandleSeries.FromColumns(symbol, timeframe, columns, onSorted);
        }
        catch
        {
            columns.Dispose();
            throw;
        }
    }

    /// <summary>Reads until there are at least <paramref name="count"/> valid bars in the range, or to its end.</summary>
    public static CandleSeries LoadFirst(
        SymbolFiles files,
        Symbol symbol,
        Timeframe timeframe,
        TimeRange range,
        int count,
        int warmupBars,
        CancellationToken cancel
    )
    {
        for (var span = SpanFor(timeframe, count); ; span *= WideningFactor)
        {
            var lastEnd = Math.Max(range.StartUtc, range.EndUtc); // an empty range may end before its start
            var end = (long)Int128.Min(lastEnd, range.StartUtc + span);
            var series = Load(files, symbol, timeframe, range with { EndUtc = end }, warmupBars, cancel);
            if (series.Count - series.FirstIndexAtOrAfter(range.StartUtc) >= count || end >= range.EndUtc)
                return series;
            series.Dispose();
        }
    }

    private static CandleColumns Read(
        SymbolFiles files,
        Symbol symbol,
        Timeframe timeframe,
        TimeRange range,
        int warmupBars,
        CandleColumns columns,
        CancellationToken cancel
    )
    {
        var earliest = files.EarliestUtc;
        var span = warmupBars == 0 ? 0 : SpanFor(timeframe, warmupBars);
        var from = StartOfSpan(range.StartUtc, span, earliest);
        files.Read(range with { StartUtc = from }, columns, cancel);
        if (warmupBars == 0)
            return columns;

        var (valid, keepFromUtc) = CountValidBefore(columns, symbol, timeframe, range.StartUtc, warmupBars);
        while (valid < warmupBars && from > earliest)
        {
            span *= WideningFactor;
            var earlier = StartOfSpan(range.StartUtc, span, earliest);
            columns = Prepend(files, new TimeRange(earlier, from), columns, cancel);
            from = earlier;
            (valid, keepFromUtc) = CountValidBefore(columns, symbol, timeframe, range.StartUtc, warmupBars);
        }

        RemoveBefore(columns, keepFromUtc);
        return columns;
    }

    // The span to read in the first attempt, in microseconds.
    private static Int128 SpanFor(Timeframe timeframe, int bars) =>
        ((long)bars + (bars / 4) + SpareBars) * (Int128)timeframe.NominalMicroseconds;

    private static long StartOfSpan(long start, Int128 span, long earliest) =>
        span == 0 || start <= earliest ? start : (long)Int128.Max(earliest, start - span);

    private static CandleColumns Prepend(SymbolFiles files, TimeRange range, CandleColumns later, CancellationToken cancel)
    {
        var columns = new CandleColumns();
        try
        {
            files.Read(range, columns, cancel);
            columns.Append(later);
        }
        catch
        {
            columns.Dispose();
            throw;
        }

        later.Dispose();
        return columns;
    }

    // The number of valid bars that open before the range, and the open time of the earliest bar to keep.
    private static (int Valid, long KeepFrom) CountValidBefore(
        CandleColumns columns,
        Symbol symbol,
        Timeframe timeframe,
        long start,
        int warmupBars
    )
    {
        var before = new CandleColumns();
        for (var i = 0; i < columns.Count; i++)
        {
            if (columns.Times[i] < start)
                before.Add(columns[i]);
        }

        using var series = CandleSeries.FromColumns(symbol, timeframe, before);
        return (series.Count, series.Count > warmupBars ? series.Times[series.Count - warmupBars] : long.MinValue);
    }

    private static void RemoveBefore(CandleColumns columns, long keepFromUtc)
    {
        var leadingRows = 0;
        while (leadingRows < columns.Count && columns.Times[leadingRows] < keepFromUtc)
            leadingRows++;
        columns.RemoveFirst(leadingRows);

        // The rows may be unsorted, so later rows may be too early as well.
        var kept = 0;
        for (var i = 0; i < columns.Count; i++)
        {
            if (columns.Times[i] < keepFromUtc)
                continue;
            if (kept != i)
                columns[kept] = columns[i];
            kept++;
        }

        columns.Truncate(kept);
    }
}
