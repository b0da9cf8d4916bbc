namespace Bokgi.Backtesting;

/// <summary>A manual intervention between two bars.</summary>
/// <param name="AfterBar">Index, within the range, of the last bar before the intervention; -1 if it came before the first bar.</param>
/// <param name="Kind">What was done.</param>
public readonly record struct Intervention(int AfterBar, InterventionKind Kind);
