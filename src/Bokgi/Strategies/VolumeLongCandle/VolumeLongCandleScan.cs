using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bokgi.Kernels;
using Bokgi.Series;

namespace Bokgi.Strategies.VolumeLongCandle;

/// <summary>
/// Vectorized scan for <see cref="VolumeLongCandleStrategy"/>, one bar per lane, with the same operations as <see
/// cref="VolumeLongCandleStep"/>.
/// </summary>
internal sealed class VolumeLongCandleScan<TLanes>(StrategyParameters parameters) : ISignalScan
    where TLanes : struct, ILanes<TLanes>
{
    private readonly VolumeLongCandleRules rules = new(parameters);

    // Bars at the start whose windows are not full, and bars at the end that do not fill a register, are processed one by one. The number
    // of bars at the start is rounded up to a multiple of the lanes, so that the bits of a group of lanes never span two 64-bit words.
    public void Find(CandleSeries candles, int from, int to, Span<ulong> signals)
    {
        signals.Clear();
        var barsWithPartialWindow = Math.Clamp(rules.Window - 1 - from, 0, to - from);
        var start = Math.Min(to, from + ((barsWithPartialWindow + TLanes.Count - 1) / TLanes.Count * TLanes.Count));
        var end = start + ((to - start) / TLanes.Count * TLanes.Count);
        Find<OneLane>(candles, from, start, origin: from, signals);
        Find<TLanes>(candles, start, end, origin: from, signals);
        Find<OneLane>(candles, end, to, origin: from, signals);
    }

    public double Confidence(CandleSeries candles, int bar) => rules.Confidence(candles[bar], Average(candles, bar));

    public Signal SignalAt(CandleSeries candles, int bar) => rules.CreateSignal(candles[bar], Average(candles, bar));

    public void Dispose() { }

    private double Average(CandleSeries candles, int bar)
    {
        var count = Math.Min(bar + 1, rules.Window);
        return OrderedSum.Compute(candles.Volume.Slice(bar + 1 - count, count)) / count;
    }

    // The first bit of the signals is the bar at origin. Skips tiered compilation, because in unoptimized code every lane operation would be a
    // method call.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Find<T>(CandleSeries candles, int start, int end, int origin, Span<ulong> signals)
        where T : struct, ILanes<T>
    {
        ref var open = ref MemoryMarshal.GetReference(candles.Open);
        ref var close = ref MemoryMarshal.GetReference(candles.Close);
        var minimumBody = T.Broadcast(rules.MinimumBody);
        for (var i = start; i < end; i += T.Count)
        {
            var opens = T.Load(ref open, i);
            var passed = T.AtLeastMask((T.Load(ref close, i) - opens) / opens, minimumBody);
            if (passed == 0)
                continue;
            passed &= ShortWickMask<T>(candles, i);
            if (passed == 0)
                continue;
            passed &= VolumeSurgeMask<T>(candles, i);
            signals[(i - origin) / 64] |= (ulong)passed << ((i - origin) % 64);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private uint ShortWickMask<T>(CandleSeries candles, int bar)
        where T : struct, ILanes<T>
    {
        var zero = T.Broadcast(0);
        var open = T.Load(ref MemoryMarshal.GetReference(candles.Open), bar);
        var high = T.Load(ref MemoryMarshal.GetReference(candles.High), bar);
        var low = T.Load(ref MemoryMarshal.GetReference(candles.Low), bar);
        var close = T.Load(ref MemoryMarshal.GetReference(candles.Close), bar);
        return T.BelowMask(T.Max(zero, high - close) / open, T.Broadcast(rules.UpperWickLimit))
            & T.BelowMask(T.Max(zero, open - low) / open, T.Broadcast(rules.LowerWickLimit));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private uint VolumeSurgeMask<T>(CandleSeries candles, int bar)
        where T : struct, ILanes<T>
    {
        ref var volume = ref MemoryMarshal.GetReference(candles.Volume);
        var count = Math.Min(bar + 1, rules.Window);
        var average = Sliding.Sums<T>(ref Unsafe.Add(ref volume, bar + 1 - count), count) / T.Broadcast(count);
        return T.BelowMask(T.Broadcast(0), average) & T.AtLeastMask(T.Load(ref volume, bar), average * T.Broadcast(rules.Multiplier));
    }
}
