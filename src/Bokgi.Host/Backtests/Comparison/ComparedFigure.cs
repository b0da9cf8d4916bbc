namespace Bokgi.Host.Backtests.Comparison;

/// <summary>A figure of the totals of every run.</summary>
/// <param name="Name">Its name in a run's totals; with a point before a name of the study.</param>
/// <param name="Better">Which way it is better; null where neither way is.</param>
/// <param name="Values">A value for each run; null where nothing can be computed.</param>
/// <param name="Best">The run_id of the best, of several where they tie; none where all are the same or nothing is better.</param>
internal sealed record ComparedFigure(string Name, Better? Better, IReadOnlyList<double?> Values, IReadOnlyList<string> Best);
