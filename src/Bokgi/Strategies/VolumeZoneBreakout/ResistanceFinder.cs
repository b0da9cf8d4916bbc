using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bokgi.Kernels;
using Bokgi.Series;

namespace Bokgi.Strategies.VolumeZoneBreakout;

/// <summary>
/// Finds each bar's resistance: the lower edge of the volume zone of the window of bars before it. Reuses memory between calls.
/// </summary>
internal sealed class ResistanceFinder(int window, double percentile, int bins, bool includesWicks) : IDisposable
{
    // A range is processed in blocks small enough for their columns to stay in the L1 cache. Each column is padded, so that the last load
    // can read all lanes. The distance between columns must not be a multiple of a page, because cache lines whose addresses differ only in
    // their high bits evict each other.
    private const int BlockBars = 1_024;
    private const int ColumnCount = 5;
    private const int Padding = 4 * (int)LaneWidth.Eight;
    private const int DoublesPerPage = 512;
    private const int PageMisalignment = 104; // in doubles

    private readonly int stride = (((BlockBars + window + Padding) / DoublesPerPage) + 1) * DoublesPerPage + PageMisalignment;
    private double[] memory = [];

    /// <summary>Finds the resistance of every bar of a range; NaN if there is none.</summary>
    /// <param name="candles">The series.</param>
    /// <param name="from">Index of the range's first bar.</param>
    /// <param name="to">Index after the range's last bar.</param>
    /// <param name="resistances">
    /// Receives the resistances, quote currency; needs room for eight more values, because the last store writes all lanes.
    /// </param>
    public void Find<TLanes>(CandleSeries candles, int from, int to, Span<double> resistances)
        where TLanes : struct, ILanes<TLanes>
    {
        if (memory.Length == 0)
            memory = ArrayPool<double>.Shared.Rent(ColumnCount * stride);
        var firstWithWindow = Math.Clamp(window, from, to);
        resistances[..(firstWithWindow - from)].Fill(double.NaN);
        for (var start = firstWithWindow; start < to; start += BlockBars)
            FindBlock<TLanes>(candles, start, Math.Min(to, start + BlockBars), resistances[(start - from)..]);
    }

    /// <summary>Returns pooled memory.</summary>
    public void Dispose()
    {
        if (memory.Length > 0)
            ArrayPool<double>.Shared.Return(memory);
        memory = [];
    }

    private void FindBlock<TLanes>(CandleSeries candles, int from, int to, Span<double> resistances)
        where TLanes : struct, ILanes<TLanes>
    {
        var columns = new ZoneColumns
        {
            Ceilings = Column(0),
            Rates = Column(1),
            Volumes = Column(2),
            Bottoms = Column(3),
            Tops = Column(4),
        };
        var bars = to - from + window - 1;
        var vectorizedBars = bars / TLanes.Count * TLanes.Count;
        LoadColumns<TLanes>(candles, from - window, 0, vectorizedBars, columns);
        LoadColumns<OneLane>(candles, from - window, vectorizedBars, bars, columns);
        Sliding.ReplaceWithMinima<TLanes>(columns.Bottoms, bars, window);
        Sliding.ReplaceWithMaxima<TLanes>(columns.Tops, bars, window);
        var tolerance = VolumeZoneBreakoutRules.Tolerance;
        VolumeZones.FindLowerEdges<TLanes>(columns, window, bins, percentile, tolerance, resistances, to - from);
    }

    private Span<double> Column(int index) => memory.AsSpan(index * stride, stride);

    // Skips tiered compilation, because in unoptimized code every lane operation would be a method call.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void LoadColumns<TLanes>(CandleSeries candles, int origin, int from, int to, in ZoneColumns columns)
        where TLanes : struct, ILanes<TLanes>
    {
        ref var firstColumn = ref MemoryMarshal.GetReference(includesWicks ? candles.Low : candles.Open);
        ref var secondColumn = ref MemoryMarshal.GetReference(includesWicks ? candles.High : candles.Close);
        ref var volume = ref MemoryMarshal.GetReference(candles.Volume);
        var maxRate = TLanes.Broadcast(double.MaxValue);
        for (var i = from; i < to; i += TLanes.Count)
        {
            var (first, second) = (TLanes.Load(ref firstColumn, origin + i), TLanes.Load(ref secondColumn, origin + i));
            var (bottom, top) = (TLanes.Min(first, second), TLanes.Max(first, second));
            var volumes = TLanes.Load(ref volume, origin + i);
            var rate = TLanes.Min(volumes / (top - bottom), maxRate);
            bottom.Store(ref columns.Bottoms[0], i);
            top.Store(ref columns.Tops[0], i);
            volumes.Store(ref columns.Volumes[0], i);
            // Computes the same as VolumeZone.ComputeTerm: a bar of zero height has a special ceiling and rate.
            TLanes.SelectIfAtLeast(bottom, top, TLanes.BitIncrement(top), top).Store(ref columns.Ceilings[0], i);
            TLanes.SelectIfAtLeast(bottom, top, maxRate, rate).Store(ref columns.Rates[0], i);
        }
    }
}
