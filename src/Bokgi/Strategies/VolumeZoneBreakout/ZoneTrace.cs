using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bokgi.Kernels;
using Bokgi.Series;

namespace Bokgi.Strategies.VolumeZoneBreakout;

/// <summary>The resistance of bar after bar, a block of bars at a time, in memory that is kept from block to block.</summary>
internal sealed class ZoneTrace(int window, double percentile, int bins, bool includesWicks) : IDisposable
{
    private double[] ceilings = [];
    private double[] rates = [];
    private double[] volumes = [];
    private double[] bottoms = [];
    private double[] tops = [];

    /// <summary>Finds the resistance of every bar of a block; NaN where there is none.</summary>
    /// <param name="candles">The series.</param>
    /// <param name="from">The block's first bar.</param>
    /// <param name="to">The bar behind its last.</param>
    /// <param name="resistances">Where they are put, with room for eight more.</param>
    public void Find<TLanes>(CandleSeries candles, int from, int to, Span<double> resistances)
        where TLanes : struct, ILanes<TLanes>
    {
        var first = Math.Clamp(window, from, to);
        resistances[..(first - from)].Fill(double.NaN);
        if (first == to)
            return;

        var bars = to - first + window - 1;
        Reserve(bars + 2 + (2 * TLanes.Count));
        var whole = bars / TLanes.Count * TLanes.Count;
        Take<TLanes>(candles, first - window, 0, whole);
        Take<OneLane>(candles, first - window, whole, bars);
        Sliding.Minima<TLanes>(bottoms, bars, window);
        Sliding.Maxima<TLanes>(tops, bars, window);
        var columns = new ZoneColumns
        {
            Ceilings = ceilings,
            Rates = rates,
            Volumes = volumes,
            Bottoms = bottoms,
            Tops = tops,
        };
        VolumeZones.LowerEdges<TLanes>(
            columns,
            window,
            bins,
            percentile,
            VolumeZoneBreakoutRules.Tolerance,
            resistances[(first - from)..],
            to - first
        );
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => Return();

    // Compiled at once and fully: unoptimised, each operation on lanes is a call.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Take<TLanes>(CandleSeries candles, int origin, int from, int to)
        where TLanes : struct, ILanes<TLanes>
    {
        ref var low = ref MemoryMarshal.GetReference(includesWicks ? candles.Low : candles.Open);
        ref var high = ref MemoryMarshal.GetReference(includesWicks ? candles.High : candles.Close);
        ref var volume = ref MemoryMarshal.GetReference(candles.Volume);
        var steepest = TLanes.Of(double.MaxValue);
        for (var i = from; i < to; i += TLanes.Count)
        {
            var (one, other) = (TLanes.Load(ref low, origin + i), TLanes.Load(ref high, origin + i));
            var (bottom, top) = (TLanes.Min(one, other), TLanes.Max(one, other));
            var traded = TLanes.Load(ref volume, origin + i);
            var rate = TLanes.Min(traded / (top - bottom), steepest);
            bottom.Store(ref bottoms[0], i);
            top.Store(ref tops[0], i);
            traded.Store(ref volumes[0], i);
            TLanes.WhereAtLeast(bottom, top, TLanes.Next(top), top).Store(ref ceilings[0], i);
            TLanes.WhereAtLeast(bottom, top, steepest, rate).Store(ref rates[0], i);
        }
    }

    private void Reserve(int capacity)
    {
        if (ceilings.Length >= capacity)
            return;
        Return();
        ceilings = ArrayPool<double>.Shared.Rent(capacity);
        rates = ArrayPool<double>.Shared.Rent(capacity);
        volumes = ArrayPool<double>.Shared.Rent(capacity);
        bottoms = ArrayPool<double>.Shared.Rent(capacity);
        tops = ArrayPool<double>.Shared.Rent(capacity);
    }

    private void Return()
    {
        foreach (var column in (ReadOnlySpan<double[]>)[ceilings, rates, volumes, bottoms, tops])
        {
            if (column.Length > 0)
                ArrayPool<double>.Shared.Return(column);
        }

        (ceilings, rates, volumes, bottoms, tops) = ([], [], [], [], []);
    }
}
