using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bokgi.Kernels;
using Bokgi.Series;

namespace Bokgi.Strategies.VolumeLongCandle;

/// <summary>
/// Sweep for <see cref="VolumeLongCandleStrategy"/>. Bars whose shape fails under every setting are discarded at the start. The shapes of
/// the remaining candidates are computed once, and their average volumes once per window length. A setting then only needs comparisons of
/// these few bars.
/// </summary>
internal sealed class VolumeLongCandleSweep<TLanes> : ISignalSweep
    where TLanes : struct, ILanes<TLanes>
{
    private CandleSeries? series;
    private int window; // number of bars in each of the averages

    // The candidates, one per element; the arrays may be longer than the count.
    private int count;
    private int[] bars = [];
    private double[] bodies = [];
    private double[] upperWicks = [];
    private double[] lowerWicks = [];
    private double[] volumes = [];
    private double[] averages = [];

    public void Begin(CandleSeries candles, IReadOnlyList<StrategyParameters> settings)
    {
        series = candles;
        (count, window) = (0, 0);
        Reserve(candles.Count);
        var rules = settings.Select(parameters => new VolumeLongCandleRules(parameters)).ToList();
        var (minBody, upperLimit, lowerLimit) = (
            rules.Min(rule => rule.MinimumBody),
            rules.Max(rule => rule.UpperWickLimit),
            rules.Max(rule => rule.LowerWickLimit)
        );
        CollectCandidates<TLanes>(candles, 0, minBody, upperLimit, lowerLimit);
        CollectCandidates<OneLane>(candles, candles.Count / TLanes.Count * TLanes.Count, minBody, upperLimit, lowerLimit);
    }

    public void Find(StrategyParameters parameters, Span<ulong> signals)
    {
        var rules = new VolumeLongCandleRules(parameters);
        if (window != rules.Window)
        {
            window = rules.Window;
            ComputeAverages();
        }

        var vectorizedCount = count / TLanes.Count * TLanes.Count;
        Compare<TLanes>(rules, 0, vectorizedCount, signals);
        Compare<OneLane>(rules, vectorizedCount, count, signals);
    }

    public void Dispose()
    {
        if (bars.Length > 0)
            ArrayPool<int>.Shared.Return(bars);
        foreach (var column in (ReadOnlySpan<double[]>)[bodies, upperWicks, lowerWicks, volumes, averages])
        {
            if (column.Length > 0)
                ArrayPool<double>.Shared.Return(column);
        }

        (bars, bodies, upperWicks, lowerWicks, volumes, averages) = ([], [], [], [], [], []);
        series = null;
    }

    private void Reserve(int capacity)
    {
        if (bars.Length >= capacity && averages.Length >= capacity)
            return;
        var candles = series; // Dispose clears it
        Dispose();
        series = candles;
        bars = ArrayPool<int>.Shared.Rent(capacity);
        bodies = ArrayPool<double>.Shared.Rent(capacity);
        upperWicks = ArrayPool<double>.Shared.Rent(capacity);
        lowerWicks = ArrayPool<double>.Shared.Rent(capacity);
        volumes = ArrayPool<double>.Shared.Rent(capacity);
        averages = ArrayPool<double>.Shared.Rent(capacity);
    }

    // Processes the bars from the given index in groups of T.Count; bars after the last complete group are left out.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CollectCandidates<T>(CandleSeries candles, int from, double minBody, double upperLimit, double lowerLimit)
        where T : struct, ILanes<T>
    {
        ref var open = ref MemoryMarshal.GetReference(candles.Open);
        ref var high = ref MemoryMarshal.GetReference(candles.High);
        ref var low = ref MemoryMarshal.GetReference(candles.Low);
        ref var close = ref MemoryMarshal.GetReference(candles.Close);
        var (minBodyLanes, upperLimitLanes, lowerLimitLanes, zero) = (
            T.Broadcast(minBody),
            T.Broadcast(upperLimit),
            T.Broadcast(lowerLimit),
            T.Broadcast(0)
        );
        Span<double> shape = stackalloc double[3 * T.Count]; // the bodies of the lanes, then the upper wicks, then the lower wicks
        for (var i = from; i + T.Count <= candles.Count; i += T.Count)
        {
            var opens = T.Load(ref open, i);
            var closes = T.Load(ref close, i);
            var body = (closes - opens) / opens;
            var passed = T.AtLeastMask(body, minBodyLanes);
            if (passed == 0)
                continue;
            var upper = T.Max(zero, T.Load(ref high, i) - closes) / opens;
            var lower = T.Max(zero, opens - T.Load(ref low, i)) / opens;
            passed &= T.BelowMask(upper, upperLimitLanes) & T.BelowMask(lower, lowerLimitLanes);
            body.Store(ref shape[0], 0);
            upper.Store(ref shape[0], T.Count);
            lower.Store(ref shape[0], 2 * T.Count);
            for (; passed != 0; passed &= passed - 1) // removes the lowest bit
            {
                var lane = BitOperations.TrailingZeroCount(passed);
                bars[count] = i + lane;
                bodies[count] = shape[lane];
                upperWicks[count] = shape[T.Count + lane];
                lowerWicks[count] = shape[(2 * T.Count) + lane];
                volumes[count] = candles.Volume[i + lane];
                count++;
            }
        }
    }

    // Computes the averages at a candidate's bar and at the next bars in one vectorized pass, one average per lane. Uses them for every
    // candidate among these bars.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ComputeAverages()
    {
        ref var volume = ref MemoryMarshal.GetReference(series!.Volume);
        Span<double> lanes = stackalloc double[TLanes.Count];
        for (var i = 0; i < count; )
        {
            var bar = bars[i];
            if (bar < window - 1 || bar + TLanes.Count > series.Count)
            {
                var available = Math.Min(bar + 1, window);
                averages[i] = OrderedSum.Compute(series.Volume.Slice(bar + 1 - available, available)) / available;
                i++;
                continue;
            }

            (Sliding.Sums<TLanes>(ref Unsafe.Add(ref volume, bar + 1 - window), window) / TLanes.Broadcast(window)).Store(ref lanes[0], 0);
            for (; i < count && bars[i] - bar < TLanes.Count; i++)
                averages[i] = lanes[bars[i] - bar];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Compare<T>(in VolumeLongCandleRules rules, int from, int to, Span<ulong> signals)
        where T : struct, ILanes<T>
    {
        var zero = T.Broadcast(0);
        var multiplier = T.Broadcast(rules.Multiplier);
        var minBody = T.Broadcast(rules.MinimumBody);
        var upperLimit = T.Broadcast(rules.UpperWickLimit);
        var lowerLimit = T.Broadcast(rules.LowerWickLimit);
        for (var i = from; i < to; i += T.Count)
        {
            var average = T.Load(ref averages[0], i);
            var passed =
                T.BelowMask(zero, average)
                & T.AtLeastMask(T.Load(ref volumes[0], i), average * multiplier)
                & T.AtLeastMask(T.Load(ref bodies[0], i), minBody)
                & T.BelowMask(T.Load(ref upperWicks[0], i), upperLimit)
                & T.BelowMask(T.Load(ref lowerWicks[0], i), lowerLimit);
            for (; passed != 0; passed &= passed - 1) // removes the lowest bit
            {
                var bar = bars[i + BitOperations.TrailingZeroCount(passed)];
                signals[bar / 64] |= 1UL << (bar % 64);
            }
        }
    }
}
