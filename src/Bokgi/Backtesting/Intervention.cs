namespace Bokgi.Backtesting;

/// <summary>What a person did to a pair between two bars.</summary>
/// <param name="AfterBar">Index of the last bar that was stepped before, among the bars of the range; -1 before the first.</param>
/// <param name="Kind">What was done.</param>
public readonly record struct Intervention(int AfterBar, InterventionKind Kind);
