using Bokgi.Markets;

namespace Bokgi.Strategies;

/// <summary>Creates a scan from a strategy's step.</summary>
internal sealed class StepScanning : IStepUser
{
    private Func<ISignalScan>? make;

    public static ISignalScan Of(StrategyDefinition strategy, StrategyParameters parameters, Timeframe timeframe)
    {
        var user = new StepScanning();
        strategy.Use(parameters, timeframe, user);
        return user.make is { } make ? make() : throw new InvalidOperationException($"{strategy.Name} gave no step");
    }

    public void Use<TStep>(TStep step)
        where TStep : struct, IStrategyStep => make = () => new StepScan<TStep>(step);
}
