using Bokgi.Markets;
using Bokgi.Series;
using Bokgi.Strategies;

namespace Bokgi.UnitTests.Strategies;

/// <summary>Steps a strategy over candles and records each result: a signal or nothing.</summary>
internal sealed class StepTrace : IStepVisitor<StepTrace>
{
    private readonly IReadOnlyList<Candle> candles;
    private readonly double[]? state;
    private readonly int saveBefore;

    private StepTrace(IReadOnlyList<Candle> candles, double[]? state, int saveBefore) =>
        (this.candles, this.state, this.saveBefore) = (candles, state, saveBefore);

    /// <summary>One entry per candle.</summary>
    public List<Signal?> Signals { get; } = [];

    /// <summary>The step's level after each candle.</summary>
    public List<double> Levels { get; } = [];

    /// <summary>
    /// The state saved before the candle at index saveBefore, or after the last candle if saveBefore equals the candle count.
    /// </summary>
    public double[] SavedState { get; private set; } = [];

    /// <summary>Steps the strategy over the candles, from the given state or, if it is null, from the initial state.</summary>
    public static StepTrace Record(
        StrategyDefinition strategy,
        StrategyParameters parameters,
        Timeframe timeframe,
        IReadOnlyList<Candle> candles,
        double[]? state = null,
        int saveBefore = -1
    )
    {
        return strategy.VisitStep(parameters, timeframe, new StepTrace(candles, state, saveBefore));
    }

    public StepTrace Visit<TStep>(TStep step)
        where TStep : struct, IStrategyStep
    {
        if (state is not null)
            step.Restore(state);
        for (var i = 0; i < candles.Count; i++)
        {
            if (i == saveBefore)
                SavedState = step.Save();
            Signals.Add(step.Step(candles[i], out var signal) ? signal : null);
            Levels.Add(step.Level);
        }

        if (saveBefore == candles.Count)
            SavedState = step.Save();
        return this;
    }
}
