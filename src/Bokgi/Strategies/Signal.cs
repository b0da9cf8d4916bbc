namespace Bokgi.Strategies;

/// <summary>A strategy's signal to buy, given at the close of a bar.</summary>
/// <param name="Price">The close of the signal's bar, quote currency.</param>
/// <param name="Confidence">From 0 to 1; its meaning depends on the strategy.</param>
/// <param name="Details">Numbers that explain the signal, in the order of <see cref="StrategyDefinition.SignalDetailNames"/>.</param>
public readonly record struct Signal(double Price, double Confidence, SignalDetails Details);
