using System.Buffers;

namespace Bokgi.Series;

/// <summary>Rows of candles, stored in one growing pooled array per column. Readers fill them, and series are built from them.</summary>
/// <remarks>
/// Rows are not validated: times may repeat or be out of order, and values may be anything. <see cref="CandleSeries.FromColumns"/> cleans
/// them up.
/// </remarks>
public sealed class CandleColumns : IDisposable
{
    private long[] times;
    private double[] open;
    private double[] high;
    private double[] low;
    private double[] close;
    private double[] volume;

    /// <summary>Creates empty columns with room for <paramref name="capacity"/> rows.</summary>
    public CandleColumns(int capacity = 1_024)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        times = ArrayPool<long>.Shared.Rent(capacity);
        open = ArrayPool<double>.Shared.Rent(capacity);
        high = ArrayPool<double>.Shared.Rent(capacity);
        low = ArrayPool<double>.Shared.Rent(capacity);
        close = ArrayPool<double>.Shared.Rent(capacity);
        volume = ArrayPool<double>.Shared.Rent(capacity);
    }

    /// <summary>The number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>
    /// What <see cref="CandleOrder.Compact"/> corrected. <see cref="CandleOrder.Sort"/> and
    /// <see cref="CandleOrder.KeepLastOfEqualTimes(CandleColumns)"/> add these counts to their own and reset them.
    /// </summary>
    internal CompactionCounts CompactionTotals { get; set; }

    /// <summary>Bar open times, microseconds since the Unix epoch, UTC.</summary>
    public Span<long> Times => times.AsSpan(0, Count);

    /// <summary>Open prices.</summary>
    public Span<double> Open => open.AsSpan(0, Count);

    /// <summary>High prices.</summary>
    public Span<double> High => high.AsSpan(0, Count);

    /// <summary>Low prices.</summary>
    public Span<double> Low => low.AsSpan(0, Count);

    /// <summary>Close prices.</summary>
    public Span<double> Close => close.AsSpan(0, Count);

    /// <summary>Volumes, base currency.</summary>
    public Span<double> Volume => volume.AsSpan(0, Count);

    /// <summary>The row at <paramref name="index"/>.</summary>
    /// <exception cref="IndexOutOfRangeException">The index is negative, or <see cref="Count"/> or more.</exception>
    // Only Times checks the index against Count; the pooled arrays are longer.
    public Candle this[int index]
    {
        get => new(Times[index], open[index], high[index], low[index], close[index], volume[index]);
        set
        {
            Times[index] = value.TimeUtc;
            open[index] = value.Open;
            high[index] = value.High;
            low[index] = value.Low;
            close[index] = value.Close;
            volume[index] = value.Volume;
        }
    }

    /// <summary>Adds one row.</summary>
    public void Add(in Candle candle)
    {
        Extend(1);
        this[Count - 1] = candle;
    }

    /// <summary>Adds <paramref name="rows"/> rows with arbitrary contents, which the caller overwrites through the column spans.</summary>
    public void Extend(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        var needed = checked(Count + rows);
        if (needed > Capacity)
            Grow(Math.Max(needed, Capacity * 2));
        Count = needed;
    }

    /// <summary>Makes room for <paramref name="rows"/> more rows, so that adding them does not reallocate.</summary>
    public void Reserve(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        var needed = checked(Count + rows);
        if (needed > Capacity)
            Grow(needed);
    }

    /// <summary>Adds all rows of <paramref name="other"/>.</summary>
    public void Append(CandleColumns other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var start = Count;
        CompactionTotals = CompactionTotals with
        {
            Duplicates = CompactionTotals.Duplicates + other.CompactionTotals.Duplicates,
            OutOfOrder = CompactionTotals.OutOfOrder + other.CompactionTotals.OutOfOrder,
            Differing = CompactionTotals.Differing + other.CompactionTotals.Differing,
        };
        Extend(other.Count);
        other.Times.CopyTo(Times[start..]);
        other.Open.CopyTo(Open[start..]);
        other.High.CopyTo(High[start..]);
        other.Low.CopyTo(Low[start..]);
        other.Close.CopyTo(Close[start..]);
        other.Volume.CopyTo(Volume[start..]);
    }

    /// <summary>Removes all rows from <paramref name="count"/> on.</summary>
    public void Truncate(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count);
        Count = count;
        if (count == 0)
            CompactionTotals = default;
    }

    /// <summary>Removes the first <paramref name="rows"/> rows.</summary>
    public void RemoveFirst(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, Count);
        if (rows == 0)
            return;
        Times[rows..].CopyTo(times);
        Open[rows..].CopyTo(open);
        High[rows..].CopyTo(high);
        Low[rows..].CopyTo(low);
        Close[rows..].CopyTo(close);
        Volume[rows..].CopyTo(volume);
        Count -= rows;
    }

    /// <summary>Returns the memory to the pool and leaves the columns empty.</summary>
    public void Dispose()
    {
        Return(ref times);
        Return(ref open);
        Return(ref high);
        Return(ref low);
        Return(ref close);
        Return(ref volume);
        Count = 0;
    }

    // The pool may lend an array of long that is longer or shorter than the arrays of double. All arrays of double have the same length.
    private int Capacity => Math.Min(times.Length, volume.Length);

    private static void Return<T>(ref T[] array)
    {
        if (array.Length > 0)
            ArrayPool<T>.Shared.Return(array);
        array = [];
    }

    private static void Grow<T>(ref T[] array, int count, int capacity)
    {
        var larger = ArrayPool<T>.Shared.Rent(capacity);
        array.AsSpan(0, count).CopyTo(larger);
        Return(ref array);
        array = larger;
    }

    private void Grow(int capacity)
    {
        Grow(ref times, Count, capacity);
        Grow(ref open, Count, capacity);
        Grow(ref high, Count, capacity);
        Grow(ref low, Count, capacity);
        Grow(ref close, Count, capacity);
        Grow(ref volume, Count, capacity);
    }
}
