using System.Buffers;
using Bokgi.Kernels;
using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.Strategies.VolumeZoneBreakout;

/// <summary>
/// Sweep for <see cref="VolumeZoneBreakoutStrategy"/>. Resistances are computed only when the window, percentile, number of bins or kind of
/// span changes.
/// </summary>
internal sealed class VolumeZoneBreakoutSweep<TLanes>(Timeframe timeframe) : ISignalSweep
    where TLanes : struct, ILanes<TLanes>
{
    // The number of bars per call of the finder, small enough that its intermediate results stay in the CPU cache.
    private const int BlockBars = 4_096;

    private double[] resistances = [];
    private CandleSeries? series;
    private (int Window, double Percentile, int Bins, bool IncludesWicks) zoneParameters; // of the resistances

    public void Begin(CandleSeries candles, IReadOnlyList<StrategyParameters> settings)
    {
        (series, zoneParameters) = (candles, default);
        var needed = candles.Count + (int)LaneWidth.Eight; // the finder may write lanes after the last bar
        if (resistances.Length >= needed)
            return;
        ReturnMemory();
        resistances = ArrayPool<double>.Shared.Rent(needed);
    }

    public void Find(StrategyParameters parameters, Span<ulong> signals)
    {
        var rules = new VolumeZoneBreakoutRules(parameters, timeframe);
        if (zoneParameters != (rules.Window, rules.Percentile, rules.Bins, rules.IncludesWicks))
            FindResistances(rules);
        LevelComparison.FindBreakouts<TLanes>(rules, series!, 0, series!.Count, resistances, signals);
    }

    public void Dispose()
    {
        ReturnMemory();
        series = null;
    }

    private void FindResistances(in VolumeZoneBreakoutRules rules)
    {
        zoneParameters = (rules.Window, rules.Percentile, rules.Bins, rules.IncludesWicks);
        using var finder = new ResistanceFinder(rules.Window, rules.Percentile, rules.Bins, rules.IncludesWicks);
        for (var from = 0; from < series!.Count; from += BlockBars)
            finder.Find<TLanes>(series, from, Math.Min(series.Count, from + BlockBars), resistances.AsSpan(from));
    }

    private void ReturnMemory()
    {
        if (resistances.Length > 0)
            ArrayPool<double>.Shared.Return(resistances);
        resistances = [];
    }
}
