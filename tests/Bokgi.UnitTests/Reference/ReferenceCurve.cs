using Bokgi.Markets;

namespace Bokgi.UnitTests.Reference;

/// <summary>Equity at the end of every bar, and whether a position was open then.</summary>
/// <param name="Timeframe">The length of the bars.</param>
/// <param name="Initial">The cash before the first bar.</param>
/// <param name="Times">Open times of the bars, microseconds UTC.</param>
/// <param name="Equity">The equity at the end of each bar; at the last bar, after the exit by <c>end_of_data</c>.</param>
/// <param name="HasPosition">Whether a position was open at the end of each bar; at the last bar, before the exit by <c>end_of_data</c>.</param>
internal sealed record ReferenceCurve(
    Timeframe Timeframe,
    double Initial,
    IReadOnlyList<long> Times,
    IReadOnlyList<double> Equity,
    IReadOnlyList<bool> HasPosition
);
