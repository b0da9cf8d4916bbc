using Bokgi.Markets;
using Bokgi.Series;
using Bokgi.Strategies;

namespace Bokgi.UnitTests.Strategies;

/// <summary>Steps a strategy, found by its name and with some parameters set, over candles.</summary>
internal sealed class StrategyStepper
{
    private readonly StrategyDefinition strategy;

    public StrategyStepper(string name, params (string Name, string Value)[] values)
    {
        if (!StrategyCatalogue.TryFind(name, out strategy, out var error))
            throw new ArgumentException(error, nameof(name));
        Parameters = StrategyParameters
            .Defaults(strategy.Parameters)
            .With(values.ToDictionary(value => value.Name, string? (value) => value.Value), out var errors);
        if (errors.Count > 0)
            throw new ArgumentException(string.Join("; ", errors.Values), nameof(values));
    }

    public StrategyParameters Parameters { get; }

    public int WarmUpBars => strategy.WarmUpBars(Parameters);

    /// <summary>The signals and the bars at which they occur; the timeframe is one hour by default.</summary>
    public List<(int Bar, Signal Signal)> Signals(IReadOnlyList<Candle> candles, Timeframe? timeframe = null) =>
        [
            .. StepTrace
                .Record(strategy, Parameters, timeframe ?? Timeframe.OneHour, candles)
                .Signals.Select((signal, bar) => (bar, signal))
                .Where(result => result.signal is not null)
                .Select(result => (result.bar, result.signal!.Value)),
        ];

    /// <summary>The level after each hourly candle.</summary>
    public IReadOnlyList<double> Levels(IReadOnlyList<Candle> candles) =>
        StepTrace.Record(strategy, Parameters, Timeframe.OneHour, candles).Levels;

    /// <summary>The state that is saved after the candles.</summary>
    public double[] Save(IReadOnlyList<Candle> candles) =>
        StepTrace.Record(strategy, Parameters, Timeframe.OneHour, candles, saveBefore: candles.Count).SavedState;

    /// <summary>Restores the state into a new step; throws if the step refuses it.</summary>
    public void Restore(params double[] state) => StepTrace.Record(strategy, Parameters, Timeframe.OneHour, [], state);
}
