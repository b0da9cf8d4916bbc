using Bokgi.Markets;
using Bokgi.Series;
using Bokgi.Strategies;

namespace Bokgi.Backtesting;

/// <summary>Wraps a strategy's step behind one virtual call, for live sessions, which step one candle at a time.</summary>
internal abstract class StepBox
{
    public abstract bool Step(in Candle candle, out Signal signal);

    public abstract double[] Save();

    public abstract void Restore(ReadOnlySpan<double> state);

    public static StepBox Create(StrategyDefinition strategy, StrategyParameters parameters, Timeframe timeframe) =>
        strategy.VisitStep(parameters, timeframe, new Visitor());

    private sealed class Visitor : IStepVisitor<StepBox>
    {
        public StepBox Visit<TStep>(TStep step)
            where TStep : struct, IStrategyStep => new Box<TStep>(step);
    }

    private sealed class Box<TStep>(TStep step) : StepBox
        where TStep : struct, IStrategyStep
    {
        private TStep step = step;

        public override bool Step(in Candle candle, out Signal signal)
        {
            ref var current = ref step; // by reference: stepping a copy would discard the new state
            return current.Step(candle, out signal);
        }

        public override double[] Save() => step.Save();

        public override void Restore(ReadOnlySpan<double> state) => step.Restore(state);
    }
}
