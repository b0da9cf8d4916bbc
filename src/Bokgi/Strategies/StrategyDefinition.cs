using Bokgi.Kernels;
using Bokgi.Markets;

namespace Bokgi.Strategies;

/// <summary>A strategy as the program knows it: its declaration, and how to begin stepping it. Without state of its own.</summary>
public abstract class StrategyDefinition
{
    /// <summary>The name of the parameter that every strategy has: how many bars a position is held.</summary>
    internal const string HoldBarsName = "hold_period_bars";

    /// <summary>The name in requests, in snake case.</summary>
    public abstract string Name { get; }

    /// <summary>What it looks for, for people.</summary>
    public abstract LocalizedText Description { get; }

    /// <summary>Its parameters; <c>hold_period_bars</c> is one of them.</summary>
    public abstract IReadOnlyList<ParameterDeclaration> Parameters { get; }

    /// <summary>What the numbers in <see cref="Signal.Details"/> are, in snake case; at most <see cref="SignalDetails.Capacity"/>.</summary>
    public abstract IReadOnlyList<string> SignalDetailNames { get; }

    /// <summary>What a bar has to meet, all of it, to give a signal; a step tells what it compared, see <see cref="IStrategyStep.Explain"/>.</summary>
    /// <param name="parameters">Values for <see cref="Parameters"/>.</param>
    public abstract IReadOnlyList<ConditionDeclaration> Conditions(StrategyParameters parameters);

    /// <summary>How many bars must be stepped before every window is full; from then on signals and levels are those of all history, bit for bit.</summary>
    public abstract int WarmUpBars(StrategyParameters parameters);

    /// <summary>Gives a fresh step to <paramref name="user"/>, as its own type.</summary>
    /// <param name="parameters">Values for <see cref="Parameters"/>.</param>
    /// <param name="timeframe">The length of the candles it will be stepped with.</param>
    /// <param name="user">What is to be done with the step.</param>
    public abstract void Use<TUser>(StrategyParameters parameters, Timeframe timeframe, TUser user)
        where TUser : IStepUser;

    /// <summary>The strategy over a series that lies there whole: by stepping, unless it has a faster form.</summary>
    /// <param name="parameters">Values for <see cref="Parameters"/>.</param>
    /// <param name="timeframe">The length of the candles.</param>
    /// <param name="width">How many lanes a faster form works in.</param>
    internal virtual ISignalScan Scan(StrategyParameters parameters, Timeframe timeframe, LaneWidth width) =>
        StepScanning.Of(this, parameters, timeframe);

    /// <summary>Parameters whose change costs a sweep most, the costliest first; the others but <c>hold_period_bars</c> come after them.</summary>
    internal virtual IReadOnlyList<string> CostlyParameters => [];

    /// <summary>The strategy over one series under many settings.</summary>
    /// <param name="timeframe">The length of the candles.</param>
    /// <param name="width">How many lanes a faster form works in.</param>
    internal virtual ISignalSweep Sweep(Timeframe timeframe, LaneWidth width) => new ScanSweep(this, timeframe, width);

    /// <summary>How many bars a position is held.</summary>
    public static int HoldBars(StrategyParameters parameters) => parameters.Integer(HoldBarsName);
}
