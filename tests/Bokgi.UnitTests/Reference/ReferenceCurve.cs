using Bokgi.Markets;

namespace Bokgi.UnitTests.Reference;

/// <summary>Equity at the end of every bar, and whether a position was open then.</summary>
/// <param name="Timeframe">The length of the bars.</param>
/// <param name="Initial">The cash before the first bar.</param>
/// <param name="Times">Open times of the bars, microseconds UTC.</param>
/// <param name="Equity">At the end of each bar; the last value is after the exit by <c>end_of_data</c>.</param>
/// <param name="IsOpen">For each bar; the last value is before the exit by <c>end_of_data</c>.</param>
internal sealed record ReferenceCurve(
    Timeframe Timeframe,
    double Initial,
    IReadOnlyList<long> Times,
    IReadOnlyList<double> Equity,
    IReadOnlyList<bool> IsOpen
);
