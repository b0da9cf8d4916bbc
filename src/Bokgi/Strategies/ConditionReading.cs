namespace Bokgi.Strategies;

/// <summary>What a condition compared at a bar.</summary>
/// <param name="Value">What the bar had, in the unit of the threshold.</param>
/// <param name="Threshold">What it was compared with; NaN where there was nothing to compare with.</param>
public readonly record struct ConditionReading(double Value, double Threshold);
