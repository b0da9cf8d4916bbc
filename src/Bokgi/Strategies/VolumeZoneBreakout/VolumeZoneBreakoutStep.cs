using Bokgi.Kernels;
using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.Strategies.VolumeZoneBreakout;

/// <summary>Steps <see cref="VolumeZoneBreakoutStrategy"/>. State: the window of price spans and volumes, and the zone's age.</summary>
internal struct VolumeZoneBreakoutStep : IStrategyStep
{
    // Volume may fall short by this share of the total and still reach the wanted volume, so that exact ties fall alike everywhere.
    private const double Tolerance = 1e-9;
    private const int FixedState = 4;

    private readonly double percentile;
    private readonly double buffer;
    private readonly int bins;
    private readonly bool includesWicks;
    private readonly bool needsCross;
    private readonly double daysPerBar;
    private readonly int length;
    private PriceWindow window;
    private double previousClose;
    private double resistance;
    private int age;
    private int bin;

    public VolumeZoneBreakoutStep(StrategyParameters parameters, Timeframe timeframe)
    {
        percentile = parameters["top_percentile"];
        buffer = parameters["breakout_buffer"];
        bins = parameters.Integer("num_bins");
        includesWicks = parameters.Flag("include_wicks");
        needsCross = parameters.Flag("trigger");
        daysPerBar = (double)timeframe.NominalMicroseconds / UnixTime.MicrosecondsPerDay;
        length = parameters.Integer("volume_window");
        window = new PriceWindow(length);
        resistance = double.NaN;
    }

    public readonly double Level => resistance * (1 + buffer);

    public bool Step(in Candle candle, out Signal signal)
    {
        var body = Math.Max(candle.Open, candle.Close);
        var isSignal = false;
        signal = default;
        if (window.IsFull)
        {
            var found = Resistance();
            age = found == resistance ? age + 1 : 1;
            resistance = found;
            isSignal = IsBroken(candle, includesWicks ? candle.High : body, out signal);
        }

        window.Push(includesWicks ? candle.Low : Math.Min(candle.Open, candle.Close), includesWicks ? candle.High : body, candle.Volume);
        previousClose = candle.Close;
        return isSignal;
    }

    public readonly double[] Save() =>
        [previousClose, resistance, age, window.Count, .. window.Lows, .. window.Highs, .. window.Volumes];

    public void Restore(ReadOnlySpan<double> state)
    {
        var count = state.Length >= FixedState ? (int)state[3] : -1;
        if (count < 0 || count > length || state.Length != FixedState + (3 * count))
            throw new ArgumentException($"a state of {state.Length} numbers does not fit a window of {length}", nameof(state));

        (previousClose, resistance, age) = (state[0], state[1], (int)state[2]);
        window.Clear();
        for (var i = FixedState; i < FixedState + count; i++)
            window.Push(state[i], state[i + count], state[i + (2 * count)]);
    }

    // NaN where there is no level, which is equal to nothing and broken by nothing.
    private double Resistance()
    {
        var bottom = Extremum.Minimum(window.Lows);
        var top = Extremum.Maximum(window.Highs);
        var total = OrderedSum.Of(window.Volumes);
        if (bottom == top || total == 0)
            return double.NaN;

        var wanted = (total * percentile) - (Tolerance * total);
        return VolumeZone.LowerEdge(window.Highs, window.Slopes, window.Lifts, window.Volumes, bottom, top, bins, wanted, ref bin);
    }

    private readonly bool IsBroken(in Candle candle, double reach, out Signal signal)
    {
        var level = Level;
        if (!(reach >= level) || (needsCross && !(previousClose < level)))
        {
            signal = default;
            return false;
        }

        var confidence = Math.Min(0.5 + ((candle.High - level) / level), 1);
        signal = new Signal(candle.Close, confidence, new SignalDetails(resistance, level, age, age * daysPerBar));
        return true;
    }
}
