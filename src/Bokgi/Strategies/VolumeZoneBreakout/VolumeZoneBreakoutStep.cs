using Bokgi.Kernels;
using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.Strategies.VolumeZoneBreakout;

/// <summary>
/// The step of <see cref="VolumeZoneBreakoutStrategy"/>. Its state is the window of price spans and volumes, the last close, and the
/// resistance with its age.
/// </summary>
internal struct VolumeZoneBreakoutStep : IStrategyStep
{
    private const int FixedStateLength = 4; // last close, resistance, age, number of bars in the window

    private readonly VolumeZoneBreakoutRules rules;
    private PriceWindow window;
    private double closeBeforeLast;
    private double lastClose;
    private double resistance;
    private int age; // for how many bars the resistance has been the same; 0 until there is a full window
    private int binGuess; // the last zone's bin, where the next search starts; does not affect results

    public VolumeZoneBreakoutStep(StrategyParameters parameters, Timeframe timeframe)
    {
        rules = new VolumeZoneBreakoutRules(parameters, timeframe);
        window = new PriceWindow(rules.Window);
        resistance = double.NaN;
    }

    public readonly double Level => rules.Level(resistance);

    public bool Step(in Candle candle, out Signal signal)
    {
        var (low, high) = rules.SpanOf(candle);
        var isSignal = false;
        if (window.IsFull)
        {
            var found = FindResistance();
            age = found == resistance ? age + 1 : 1;
            resistance = found;
            isSignal = IsBroken(high);
        }

        signal = isSignal ? rules.CreateSignal(candle, resistance, age) : default;
        window.Push(low, high, candle.Volume);
        (closeBeforeLast, lastClose) = (lastClose, candle.Close);
        return isSignal;
    }

    // An age above 0 means that the window was full before this bar was pushed.
    public readonly void Explain(in Candle candle, Span<ConditionReading> readings)
    {
        var barsBefore = age > 0 ? rules.Window : window.Count - 1;
        VolumeZoneBreakoutConditions.WriteReadings(
            rules,
            candle,
            barsBefore,
            resistance,
            barsBefore > 0 ? closeBeforeLast : double.NaN,
            readings
        );
    }

    public readonly double[] Save() => [lastClose, resistance, age, window.Count, .. window.Lows, .. window.Highs, .. window.Volumes];

    public void Restore(ReadOnlySpan<double> state)
    {
        var count = state.Length >= FixedStateLength ? (int)state[3] : -1;
        if (count < 0 || count > rules.Window || state.Length != FixedStateLength + (3 * count))
            throw new ArgumentException($"a state of {state.Length} numbers does not fit a window of {rules.Window}", nameof(state));

        (lastClose, resistance, age) = (state[0], state[1], (int)state[2]);
        window.Clear();
        for (var i = FixedStateLength; i < FixedStateLength + count; i++)
            window.Push(state[i], state[i + count], state[i + (2 * count)]);
    }

    // NaN if there is no zone: every comparison with NaN is false, so no price breaks the level, and the age restarts at 1.
    private double FindResistance()
    {
        var bottom = Extremum.Minimum(window.Lows);
        var top = Extremum.Maximum(window.Highs);
        var total = OrderedSum.Compute(window.Volumes);
        if (bottom == top || total == 0)
            return double.NaN;

        var targetVolume = (total * rules.Percentile) - (VolumeZoneBreakoutRules.Tolerance * total);
        return VolumeZone.FindLowerEdge(window.Ceilings, window.Rates, window.Volumes, bottom, top, rules.Bins, targetVolume, ref binGuess);
    }

    private readonly bool IsBroken(double high) => high >= Level && (!rules.NeedsCross || lastClose < Level);
}
