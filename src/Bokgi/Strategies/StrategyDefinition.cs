using Bokgi.Kernels;
using Bokgi.Markets;

namespace Bokgi.Strategies;

/// <summary>The declaration of a strategy and the factory of its steps. Stateless.</summary>
public abstract class StrategyDefinition
{
    /// <summary>The parameter that every strategy has: the number of bars to hold a position.</summary>
    internal const string HoldBarsName = "hold_period_bars";

    /// <summary>The name in requests, in snake case.</summary>
    public abstract string Name { get; }

    /// <summary>What the strategy looks for, for people.</summary>
    public abstract LocalizedText Description { get; }

    /// <summary>The strategy's parameters, which include <c>hold_period_bars</c>.</summary>
    public abstract IReadOnlyList<ParameterDeclaration> Parameters { get; }

    /// <summary>
    /// The names of the numbers in <see cref="Signal.Details"/>, in snake case; at most <see cref="SignalDetails.Capacity"/>.
    /// </summary>
    public abstract IReadOnlyList<string> SignalDetailNames { get; }

    /// <summary>
    /// The conditions, all of which a bar must meet to give a signal; <see cref="IStrategyStep.Explain"/> reports the compared values.
    /// </summary>
    /// <param name="parameters">Values for <see cref="Parameters"/>.</param>
    public abstract IReadOnlyList<ConditionDeclaration> Conditions(StrategyParameters parameters);

    /// <summary>
    /// Number of bars to step until every window is full. After that, signals and levels are bit-for-bit those computed from the full
    /// history.
    /// </summary>
    public abstract int WarmUpBars(StrategyParameters parameters);

    /// <summary>Passes a new step to <paramref name="user"/>, under its own type.</summary>
    /// <param name="parameters">Values for <see cref="Parameters"/>.</param>
    /// <param name="timeframe">The length of the candles that will be stepped.</param>
    /// <param name="user">The operation to run with the step.</param>
    public abstract void Use<TUser>(StrategyParameters parameters, Timeframe timeframe, TUser user)
        where TUser : IStepUser;

    /// <summary>Creates a scan over a complete series. The default scan steps bar by bar; a strategy may provide a faster one.</summary>
    /// <param name="parameters">Values for <see cref="Parameters"/>.</param>
    /// <param name="timeframe">The length of the candles.</param>
    /// <param name="width">The number of lanes for vectorized scans.</param>
    internal virtual ISignalScan Scan(StrategyParameters parameters, Timeframe timeframe, LaneWidth width) =>
        StepScanning.Of(this, parameters, timeframe);

    /// <summary>Parameters that cost a sweep most to change, costliest first; all others but <c>hold_period_bars</c> follow.</summary>
    internal virtual IReadOnlyList<string> CostlyParameters => [];

    /// <summary>Creates a sweep over one series under many settings.</summary>
    /// <param name="timeframe">The length of the candles.</param>
    /// <param name="width">The number of lanes for vectorized sweeps.</param>
    internal virtual ISignalSweep Sweep(Timeframe timeframe, LaneWidth width) => new ScanSweep(this, timeframe, width);

    /// <summary>The number of bars to hold a position.</summary>
    public static int HoldBars(StrategyParameters parameters) => parameters.Integer(HoldBarsName);
}
