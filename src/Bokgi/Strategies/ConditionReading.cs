namespace Bokgi.Strategies;

/// <summary>The two numbers that a condition compared at a bar.</summary>
/// <param name="Value">The bar's value, in the unit of the threshold.</param>
/// <param name="Threshold">The threshold; NaN if there was none.</param>
public readonly record struct ConditionReading(double Value, double Threshold);
