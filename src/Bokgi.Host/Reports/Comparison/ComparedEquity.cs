namespace Bokgi.Host.Reports.Comparison;

/// <summary>The equity of every run on common times, as fractions of each run's initial cash.</summary>
/// <param name="TotalPoints">The number of points before thinning.</param>
/// <param name="Timestamp">
/// Ends of bars, at which equity is valued, and each run's first open, at which it is 1; runs over candles of different lengths have such
/// times in common.
/// </param>
/// <param name="Lines">
/// For each run, its equity at each time: 1.05 is 5 % above the initial cash. A gap repeats the last value; null before the run's first bar
/// and after its last.
/// </param>
internal sealed record ComparedEquity(int TotalPoints, IReadOnlyList<string> Timestamp, IReadOnlyList<IReadOnlyList<double?>> Lines)
{
    public static ComparedEquity None { get; } = new(0, [], []);
}
