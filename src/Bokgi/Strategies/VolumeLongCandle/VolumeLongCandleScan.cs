using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bokgi.Kernels;
using Bokgi.Series;

namespace Bokgi.Strategies.VolumeLongCandle;

/// <summary>
/// Vectorized scan for <see cref="VolumeLongCandleStrategy"/>, one bar per lane, with the same operations as <see
/// cref="VolumeLongCandleStep"/>.
/// </summary>
internal sealed class VolumeLongCandleScan(StrategyParameters parameters, LaneWidth width) : ISignalScan
{
    private readonly VolumeLongCandleRules rules = new(parameters);

    public void Find(CandleSeries candles, int from, int to, Span<ulong> signals)
    {
        signals.Clear();
        if (width == LaneWidth.Eight)
            Find<EightLanes>(candles, from, to, signals);
        else if (width == LaneWidth.Four)
            Find<FourLanes>(candles, from, to, signals);
        else
            Find<OneLane>(candles, from, to, from, signals);
    }

    public double Confidence(CandleSeries candles, int bar) => rules.Confidence(candles[bar], Average(candles, bar));

    public Signal SignalAt(CandleSeries candles, int bar) => rules.Signal(candles[bar], Average(candles, bar));

    public void Dispose() { }

    private double Average(CandleSeries candles, int bar)
    {
        var count = Math.Min(bar + 1, rules.Window);
        return OrderedSum.Of(candles.Volume.Slice(bar + 1 - count, count)) / count;
    }

    // Bars at the start whose windows are not full, and bars at the end that do not fill a register, are processed one by one.
    private void Find<TLanes>(CandleSeries candles, int from, int to, Span<ulong> signals)
        where TLanes : struct, ILanes<TLanes>
    {
        var partial = Math.Clamp(rules.Window - 1 - from, 0, to - from);
        var start = Math.Min(to, from + ((partial + TLanes.Count - 1) / TLanes.Count * TLanes.Count));
        var end = start + ((to - start) / TLanes.Count * TLanes.Count);
        Find<OneLane>(candles, from, start, from, signals);
        Find<TLanes>(candles, start, end, from, signals);
        Find<OneLane>(candles, end, to, from, signals);
    }

    // Skips tiered compilation: in unoptimized code, each lane operation is a call.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Find<TLanes>(CandleSeries candles, int start, int end, int origin, Span<ulong> signals)
        where TLanes : struct, ILanes<TLanes>
    {
        ref var open = ref MemoryMarshal.GetReference(candles.Open);
        ref var close = ref MemoryMarshal.GetReference(candles.Close);
        var body = TLanes.Of(rules.Body);
        for (var i = start; i < end; i += TLanes.Count)
        {
            var opens = TLanes.Load(ref open, i);
            var passed = TLanes.AtLeast((TLanes.Load(ref close, i) - opens) / opens, body);
            if (passed == 0)
                continue;
            passed &= ShortWicks<TLanes>(candles, i);
            if (passed != 0)
                signals[(i - origin) / 64] |= (ulong)(passed & Surges<TLanes>(candles, i)) << ((i - origin) % 64);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private uint ShortWicks<TLanes>(CandleSeries candles, int bar)
        where TLanes : struct, ILanes<TLanes>
    {
        var none = TLanes.Of(0);
        var open = TLanes.Load(ref MemoryMarshal.GetReference(candles.Open), bar);
        var high = TLanes.Load(ref MemoryMarshal.GetReference(candles.High), bar);
        var low = TLanes.Load(ref MemoryMarshal.GetReference(candles.Low), bar);
        var close = TLanes.Load(ref MemoryMarshal.GetReference(candles.Close), bar);
        return TLanes.Below(TLanes.Max(none, high - close) / open, TLanes.Of(rules.UpperWick))
            & TLanes.Below(TLanes.Max(none, open - low) / open, TLanes.Of(rules.LowerWick));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private uint Surges<TLanes>(CandleSeries candles, int bar)
        where TLanes : struct, ILanes<TLanes>
    {
        ref var volume = ref MemoryMarshal.GetReference(candles.Volume);
        var count = Math.Min(bar + 1, rules.Window);
        var average = Sliding.Sums<TLanes>(ref Unsafe.Add(ref volume, bar + 1 - count), count) / TLanes.Of(count);
        return TLanes.Below(TLanes.Of(0), average) & TLanes.AtLeast(TLanes.Load(ref volume, bar), average * TLanes.Of(rules.Multiplier));
    }
}
