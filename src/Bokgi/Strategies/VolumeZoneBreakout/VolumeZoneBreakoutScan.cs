using System.Buffers;
using Bokgi.Kernels;
using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.Strategies.VolumeZoneBreakout;

/// <summary>
/// Vectorized scan for <see cref="VolumeZoneBreakoutStrategy"/>, one bar per lane, with the same operations as <see
/// cref="VolumeZoneBreakoutStep"/>.
/// </summary>
internal sealed class VolumeZoneBreakoutScan<TLanes> : ISignalScan
    where TLanes : struct, ILanes<TLanes>
{
    private readonly VolumeZoneBreakoutRules rules;
    private readonly ResistanceFinder finder;

    // From index 1, the resistances of the bars in the last call of Find. Index 0 holds the resistance of the bar before them.
    private double[] resistances = [];
    private int firstFoundBar; // the first bar of the last call of Find

    // The last bar at which the age of the resistance is known, and this age. The age is the number of bars for which it has been the same.
    private int knownBar = -1;
    private int knownAge;

    public VolumeZoneBreakoutScan(StrategyParameters parameters, Timeframe timeframe)
    {
        rules = new VolumeZoneBreakoutRules(parameters, timeframe);
        finder = new ResistanceFinder(rules.Window, rules.Percentile, rules.Bins, rules.IncludesWicks);
    }

    public void Find(CandleSeries candles, int from, int to, Span<ulong> signals)
    {
        signals.Clear();
        PrepareResistances(from, to);
        finder.Find<TLanes>(candles, from, to, resistances.AsSpan(1));
        LevelComparison.FindBreakouts<TLanes>(rules, candles, from, to, resistances.AsSpan(1), signals);
    }

    public double Confidence(CandleSeries candles, int bar) =>
        VolumeZoneBreakoutRules.Confidence(candles.High[bar], rules.Level(ResistanceAt(bar)));

    public Signal SignalAt(CandleSeries candles, int bar) => rules.CreateSignal(candles[bar], ResistanceAt(bar), AgeAt(bar));

    public void Dispose()
    {
        finder.Dispose();
        if (resistances.Length > 0)
            ArrayPool<double>.Shared.Return(resistances);
        resistances = [];
    }

    private void PrepareResistances(int from, int to)
    {
        var previousResistance = double.NaN;
        if (from > 0)
            (knownAge, knownBar, previousResistance) = (AgeAt(from - 1), from - 1, ResistanceAt(from - 1));
        var needed = to - from + 1 + (int)LaneWidth.Eight; // the finder may write lanes after the last bar
        if (resistances.Length < needed)
        {
            if (resistances.Length > 0)
                ArrayPool<double>.Shared.Return(resistances);
            resistances = ArrayPool<double>.Shared.Rent(needed);
        }

        (firstFoundBar, resistances[0]) = (from, previousResistance);
    }

    private double ResistanceAt(int bar) => resistances[bar - firstFoundBar + 1];

    // The number of bars, up to and including the given one, for which the resistance has been the same. Goes back until the resistance
    // differs or the age is known, and remembers the result for later calls.
    private int AgeAt(int bar)
    {
        var first = bar;
        while (first > knownBar && ResistanceAt(first) == ResistanceAt(first - 1))
            first--;
        knownAge = first > knownBar ? bar - first + 1 : knownAge + bar - knownBar;
        knownBar = bar;
        return knownAge;
    }
}
