using System.Runtime.CompilerServices;
using Bokgi.Kernels;
using Bokgi.Series;

namespace Bokgi.Strategies.VolumeLongCandle;

/// <summary>The step of <see cref="VolumeLongCandleStrategy"/>. Its state is the most recent volumes, oldest first.</summary>
internal struct VolumeLongCandleStep : IStrategyStep
{
    private readonly VolumeLongCandleRules rules;
    private RollingWindow volumes;

    public VolumeLongCandleStep(StrategyParameters parameters)
    {
        rules = new VolumeLongCandleRules(parameters);
        volumes = new RollingWindow(rules.Window);
    }

    public readonly double Level => double.NaN;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Step(in Candle candle, out Signal signal)
    {
        volumes.Push(candle.Volume);
        if (rules.HasLongBody(candle) && rules.HasShortWicks(candle))
            return CheckVolume(candle, out signal);

        signal = default;
        return false;
    }

    public readonly void Explain(in Candle candle, Span<ConditionReading> readings) =>
        VolumeLongCandleConditions.WriteReadings(rules, candle, Average(), readings);

    public readonly double[] Save() => volumes.Values.ToArray();

    public void Restore(ReadOnlySpan<double> state)
    {
        if (state.Length > rules.Window)
            throw new ArgumentException($"a state of {state.Length} volumes does not fit a window of {rules.Window}", nameof(state));
        volumes.Clear();
        foreach (var volume in state)
            volumes.Push(volume);
    }

    // The average is computed only for the few bars whose body and wicks pass. It sums all volumes each time, because a running sum would
    // accumulate rounding errors.
    private readonly bool CheckVolume(in Candle candle, out Signal signal)
    {
        var average = Average();
        var hasSurged = rules.HasVolumeSurge(candle, average);
        signal = hasSurged ? rules.CreateSignal(candle, average) : default;
        return hasSurged;
    }

    private readonly double Average() => OrderedSum.Compute(volumes.Values) / volumes.Count;
}
