using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bokgi.Kernels;
using Bokgi.Series;

namespace Bokgi.Strategies.VolumeZoneBreakout;

/// <summary>Compares bars with their breakout levels, which are derived from the resistances of <see cref="ResistanceFinder"/>.</summary>
internal static class LevelComparison
{
    /// <summary>Finds the bars that break their level.</summary>
    /// <param name="rules">The rules for the level and the breakout.</param>
    /// <param name="candles">The series.</param>
    /// <param name="from">Index of the first bar.</param>
    /// <param name="to">Index after the last bar.</param>
    /// <param name="resistances">The resistance of each bar, starting at <paramref name="from"/>; NaN if there is none.</param>
    /// <param name="signals">One bit per bar, starting at <paramref name="from"/>; all 0 on entry.</param>
    public static void FindBreakouts<TLanes>(
        in VolumeZoneBreakoutRules rules,
        CandleSeries candles,
        int from,
        int to,
        ReadOnlySpan<double> resistances,
        Span<ulong> signals
    )
        where TLanes : struct, ILanes<TLanes>
    {
        // Skips the first bar of the series, which has no previous bar and no level. The next few bars are compared one by one, so that the
        // bits of a group of lanes never span two 64-bit words.
        var vectorizedStart = from == 0 ? Math.Min(to, TLanes.Count) : from;
        var vectorizedEnd = vectorizedStart + ((to - vectorizedStart) / TLanes.Count * TLanes.Count);
        Compare<OneLane>(rules, candles, Math.Max(from, 1), vectorizedStart, origin: from, resistances, signals);
        Compare<TLanes>(rules, candles, vectorizedStart, vectorizedEnd, origin: from, resistances, signals);
        Compare<OneLane>(rules, candles, vectorizedEnd, to, origin: from, resistances, signals);
    }

    // Skips tiered compilation, because in unoptimized code every lane operation would be a method call.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Compare<TLanes>(
        in VolumeZoneBreakoutRules rules,
        CandleSeries candles,
        int from,
        int to,
        int origin,
        ReadOnlySpan<double> resistances,
        Span<ulong> signals
    )
        where TLanes : struct, ILanes<TLanes>
    {
        // The larger of these two prices is the upper end of the bar's span.
        ref var firstPrice = ref MemoryMarshal.GetReference(rules.IncludesWicks ? candles.High : candles.Open);
        ref var secondPrice = ref MemoryMarshal.GetReference(rules.IncludesWicks ? candles.High : candles.Close);
        ref var close = ref MemoryMarshal.GetReference(candles.Close);
        ref var resistance = ref MemoryMarshal.GetReference(resistances);
        var factor = TLanes.Broadcast(rules.LevelFactor);
        var needsCross = rules.NeedsCross;
        for (var i = from; i < to; i += TLanes.Count)
        {
            var level = TLanes.Load(ref resistance, i - origin) * factor;
            var breakouts = TLanes.AtLeastMask(TLanes.Max(TLanes.Load(ref firstPrice, i), TLanes.Load(ref secondPrice, i)), level);
            if (needsCross)
                breakouts &= TLanes.BelowMask(TLanes.Load(ref close, i - 1), level);
            signals[(i - origin) >> 6] |= (ulong)breakouts << ((i - origin) & 63);
        }
    }
}
