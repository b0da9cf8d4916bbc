namespace Bokgi.Host.Reports.Comparison;

/// <summary>The equity of every run on common times, as fractions of each run's initial cash.</summary>
/// <param name="TotalPoints">The number of points before thinning.</param>
/// <param name="Timestamp">
/// The common times: each run's first open, where its equity is 1, and the ends of bars, where equity is valued. Bars of different lengths
/// often end at the same time, so these runs can be compared, too.
/// </param>
/// <param name="Lines">
/// For each run, its equity at each of these times: 1.05 is 5 % above the initial cash. Where candles are missing, the last value is
/// repeated. Null before the run's first bar and after its last bar.
/// </param>
internal sealed record ComparedEquity(int TotalPoints, IReadOnlyList<string> Timestamp, IReadOnlyList<IReadOnlyList<double?>> Lines)
{
    public static ComparedEquity None { get; } = new(0, [], []);
}
