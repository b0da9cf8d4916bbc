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

    /// <summary>The signal details that may depend on bars before the warm-up, such as an age counted from the first bar seen.</summary>
    internal virtual IReadOnlyList<string> HistoryDependentDetails => [];

    /// <summary>
    /// The conditions, all of which a bar must meet to give a signal; <see cref="IStrategyStep.Explain"/> reports the compared values.
    /// </summary>
    /// <param name="parameters">Values for <see cref="Parameters"/>.</param>
    public abstract IReadOnlyList<ConditionDeclaration> Conditions(StrategyParameters parameters);

    /// <summary>
    /// Number of bars to step until every window is full. After that, levels and signals, except for the details that depend on earlier
    /// bars, are bit-for-bit equal to those computed from the full history.
    /// </summary>
    public abstract int WarmUpBars(StrategyParameters parameters);

    /// <summary>Creates a step and passes it to <paramref name="visitor"/> as its concrete type.</summary>
    /// <param name="parameters">Values for <see cref="Parameters"/>.</param>
    /// <param name="timeframe">The length of the candles that will be stepped.</param>
    /// <param name="visitor">Receives the step.</param>
    /// <returns>What the visitor returns.</returns>
    public abstract TResult VisitStep<TResult>(StrategyParameters parameters, Timeframe timeframe, IStepVisitor<TResult> visitor);

    /// <summary>Creates a scan over a complete series. The default scan steps bar by bar; a strategy may provide a faster one.</summary>
    /// <typeparam name="TLanes">The SIMD vectors of a vectorized scan; each of their lanes holds a value of one bar.</typeparam>
    /// <param name="parameters">Values for <see cref="Parameters"/>.</param>
    /// <param name="timeframe">The length of the candles.</param>
    internal virtual ISignalScan CreateScan<TLanes>(StrategyParameters parameters, Timeframe timeframe)
        where TLanes : struct, ILanes<TLanes> => StepScan.Create(this, parameters, timeframe);

    /// <inheritdoc cref="CreateScan{TLanes}"/>
    internal ISignalScan CreateScan(StrategyParameters parameters, Timeframe timeframe, LaneWidth width) =>
        Lanes.Dispatch(width, new ScanVisitor(this, parameters, timeframe));

    /// <summary>The parameters whose changes cost a sweep the most work, most expensive first.</summary>
    internal virtual IReadOnlyList<string> CostlyParameters => [];

    /// <summary>Creates a sweep over one series under many settings. The default sweep scans once per setting.</summary>
    /// <typeparam name="TLanes">The SIMD vectors of a vectorized sweep; each of their lanes holds a value of one bar.</typeparam>
    /// <param name="timeframe">The length of the candles.</param>
    internal virtual ISignalSweep CreateSweep<TLanes>(Timeframe timeframe)
        where TLanes : struct, ILanes<TLanes> => new ScanSweep<TLanes>(this, timeframe);

    /// <inheritdoc cref="CreateSweep{TLanes}"/>
    internal ISignalSweep CreateSweep(Timeframe timeframe, LaneWidth width) => Lanes.Dispatch(width, new SweepVisitor(this, timeframe));

    /// <summary>The number of bars to hold a position.</summary>
    public static int HoldBars(StrategyParameters parameters) => parameters.Integer(HoldBarsName);

    private sealed record ScanVisitor(StrategyDefinition Strategy, StrategyParameters Parameters, Timeframe Timeframe)
        : ILaneVisitor<ISignalScan>
    {
        public ISignalScan Visit<TLanes>()
            where TLanes : struct, ILanes<TLanes> => Strategy.CreateScan<TLanes>(Parameters, Timeframe);
    }

    private sealed record SweepVisitor(StrategyDefinition Strategy, Timeframe Timeframe) : ILaneVisitor<ISignalSweep>
    {
        public ISignalSweep Visit<TLanes>()
            where TLanes : struct, ILanes<TLanes> => Strategy.CreateSweep<TLanes>(Timeframe);
    }
}
