using System.Runtime.CompilerServices;
using Bokgi.Kernels;
using Bokgi.Series;

namespace Bokgi.Strategies.VolumeLongCandle;

/// <summary>Steps <see cref="VolumeLongCandleStrategy"/>. State: the last volumes, oldest first.</summary>
internal struct VolumeLongCandleStep : IStrategyStep
{
    private readonly double multiplier;
    private readonly double body;
    private readonly double upperWick;
    private readonly double lowerWick;
    private readonly int length;
    private RollingWindow volumes;

    public VolumeLongCandleStep(StrategyParameters parameters)
    {
        multiplier = parameters["vol_multiplier"];
        body = parameters["body_pct"];
        upperWick = parameters["upper_wick_ratio"] * body;
        lowerWick = parameters["lower_wick_ratio"] * body;
        length = parameters.Integer("vol_ma_window");
        volumes = new RollingWindow(length);
    }

    public readonly double Level => double.NaN;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Step(in Candle candle, out Signal signal)
    {
        volumes.Push(candle.Volume);

        // A body that is long enough is a rising one too: body_pct is above 0.
        if ((candle.Close - candle.Open) / candle.Open >= body)
            return HasShortWicks(candle) & HasSurged(candle, out signal);

        signal = default;
        return false;
    }

    public readonly double[] Save() => volumes.Values.ToArray();

    public void Restore(ReadOnlySpan<double> state)
    {
        if (state.Length > length)
            throw new ArgumentException($"a state of {state.Length} volumes does not fit a window of {length}", nameof(state));
        volumes.Clear();
        foreach (var volume in state)
            volumes.Push(volume);
    }

    private readonly bool HasShortWicks(in Candle candle) =>
        Math.Max(0, candle.High - candle.Close) / candle.Open < upperWick && Math.Max(0, candle.Open - candle.Low) / candle.Open < lowerWick;

    // The average is only taken for the few bars with a long body; taken afresh, it cannot drift.
    private readonly bool HasSurged(in Candle candle, out Signal signal)
    {
        signal = default;
        var average = OrderedSum.Of(volumes.Values) / volumes.Count;
        if (average == 0 || !(candle.Volume >= average * multiplier))
            return false;

        var ratio = candle.Volume / average;
        var details = new SignalDetails(average, ratio, (candle.Close - candle.Open) / candle.Open);
        signal = new Signal(candle.Close, 1 - (multiplier / (2 * ratio)), details);
        return true;
    }
}
