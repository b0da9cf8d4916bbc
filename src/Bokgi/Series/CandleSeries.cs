using System.Numerics;
using System.Runtime.CompilerServices;
using Bokgi.Markets;

namespace Bokgi.Series;

/// <summary>The valid candles of one symbol and timeframe, one array per column, with strictly increasing times.</summary>
/// <remarks>The columns use pooled memory: dispose the series after the run.</remarks>
public sealed class CandleSeries : IDisposable
{
    private readonly CandleColumns columns;

    private CandleSeries(Symbol symbol, Timeframe timeframe, CandleColumns columns, SeriesQuality quality)
    {
        Symbol = symbol;
        Timeframe = timeframe;
        this.columns = columns;
        Quality = quality;
    }

    /// <summary>The market.</summary>
    public Symbol Symbol { get; }

    /// <summary>The length of each bar.</summary>
    public Timeframe Timeframe { get; }

    /// <summary>What was corrected when the series was built.</summary>
    public SeriesQuality Quality { get; }

    /// <summary>The number of bars.</summary>
    public int Count => columns.Count;

    /// <summary>Bar open times, microseconds since the Unix epoch, UTC, strictly increasing.</summary>
    public ReadOnlySpan<long> Times => columns.Times;

    /// <summary>Open prices, quote currency.</summary>
    public ReadOnlySpan<double> Open => columns.Open;

    /// <summary>High prices, quote currency.</summary>
    public ReadOnlySpan<double> High => columns.High;

    /// <summary>Low prices, quote currency.</summary>
    public ReadOnlySpan<double> Low => columns.Low;

    /// <summary>Close prices, quote currency.</summary>
    public ReadOnlySpan<double> Close => columns.Close;

    /// <summary>Volumes, base currency.</summary>
    public ReadOnlySpan<double> Volume => columns.Volume;

    /// <summary>The bar at <paramref name="index"/>.</summary>
    public Candle this[int index] => columns[index];

    /// <summary>Builds a series from arbitrary rows: sorts them, keeps the last row of each time, then removes invalid bars.</summary>
    /// <param name="symbol">The market.</param>
    /// <param name="timeframe">The length of each bar.</param>
    /// <param name="columns">The rows; the series takes ownership.</param>
    /// <param name="onSorted">Called with the sorted rows, without duplicates, before invalid bars are removed.</param>
    public static CandleSeries FromColumns(
        Symbol symbol,
        Timeframe timeframe,
        CandleColumns columns,
        Action<CandleColumns>? onSorted = null
    )
    {
        ArgumentNullException.ThrowIfNull(timeframe);
        ArgumentNullException.ThrowIfNull(columns);
        var rows = columns.Count + columns.CompactionTotals.Duplicates; // as read: compactions have already removed duplicates
        var outOfOrder = CandleOrder.Sort(columns);
        var duplicates = CandleOrder.KeepLastOfEqualTimes(columns);
        onSorted?.Invoke(columns);
        var invalid = RemoveInvalid(columns);
        return new CandleSeries(symbol, timeframe, columns, new SeriesQuality(rows, duplicates, outOfOrder, invalid));
    }

    /// <summary>Builds a series from candles, like <see cref="FromColumns"/>.</summary>
    public static CandleSeries FromCandles(Symbol symbol, Timeframe timeframe, ReadOnlySpan<Candle> candles)
    {
        var columns = new CandleColumns(candles.Length);
        foreach (ref readonly var candle in candles)
            columns.Add(candle);
        return FromColumns(symbol, timeframe, columns);
    }

    /// <summary>
    /// The index of the first bar that opens at or after <paramref name="timeUtc"/>; <see cref="Count"/> if there is none.
    /// </summary>
    public int FirstIndexAtOrAfter(long timeUtc)
    {
        var index = Times.BinarySearch(timeUtc);
        return index >= 0 ? index : ~index;
    }

    /// <summary>Returns the memory to the pool and leaves the series empty.</summary>
    public void Dispose() => columns.Dispose();

    private static int RemoveInvalid(CandleColumns columns)
    {
        var kept = FirstInvalidIndex(columns);
        for (var i = kept; i < columns.Count; i++)
        {
            var candle = columns[i];
            if (!candle.IsValid)
                continue;
            if (kept != i)
                columns[kept] = candle;
            kept++;
        }

        var removed = columns.Count - kept;
        columns.Truncate(kept);
        return removed;
    }

    // The index of the first invalid bar, or Count. Checks the conditions of Candle.IsValid, but vectorized: nearly every series has only
    // valid bars, and then this check is all that RemoveInvalid does.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int FirstInvalidIndex(CandleColumns columns)
    {
        var open = columns.Open;
        var high = columns.High;
        var low = columns.Low;
        var close = columns.Close;
        var volume = columns.Volume;
        var largest = new Vector<double>(double.MaxValue);
        var i = 0;
        for (; i <= columns.Count - Vector<double>.Count; i += Vector<double>.Count)
        {
            var (o, h, l) = (new Vector<double>(open[i..]), new Vector<double>(high[i..]), new Vector<double>(low[i..]));
            var (c, v) = (new Vector<double>(close[i..]), new Vector<double>(volume[i..]));
            var valid =
                Vector.GreaterThan(l, Vector<double>.Zero)
                & Vector.LessThanOrEqual(l, o)
                & Vector.LessThanOrEqual(l, c)
                & Vector.LessThanOrEqual(o, h)
                & Vector.LessThanOrEqual(c, h)
                & Vector.LessThanOrEqual(h, largest)
                & Vector.GreaterThanOrEqual(v, Vector<double>.Zero)
                & Vector.LessThanOrEqual(v, largest);
            if (!Vector.EqualsAll(valid, Vector<long>.AllBitsSet))
                break;
        }

        while (i < columns.Count && columns[i].IsValid)
            i++;
        return i;
    }
}
