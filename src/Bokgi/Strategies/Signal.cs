namespace Bokgi.Strategies;

/// <summary>A strategy's wish to buy, given at the close of a bar.</summary>
/// <param name="Price">The close of the bar that gave the signal, quote currency.</param>
/// <param name="Confidence">From 0 to 1; what it means is the strategy's own.</param>
/// <param name="Details">Numbers that explain the signal, in the order of <see cref="StrategyDefinition.SignalDetailNames"/>.</param>
public readonly record struct Signal(double Price, double Confidence, SignalDetails Details);
