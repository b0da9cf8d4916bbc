using Bokgi.Host.Runs;
using Bokgi.Host.Runs.Documents;

namespace Bokgi.Host.Reports.Comparison;

/// <summary>A figure of every run's totals.</summary>
/// <param name="Name">Its name in a run's totals; figures of the study have a dot, such as study.win_rate.</param>
/// <param name="Better">Whether higher or lower is better; null if neither is.</param>
/// <param name="Values">A value for each run; null if it cannot be calculated.</param>
/// <param name="Best">
/// The run_id of the best run, or of several if they tie; empty if all are equal, a run has no value, or neither direction is better.
/// </param>
internal sealed record ComparedFigure(string Name, BetterDirection? Better, IReadOnlyList<double?> Values, IReadOnlyList<string> Best)
{
    public static ComparedFigure Of(IReadOnlyList<RunDocument> runs, Figure figure)
    {
        double?[] values = [.. runs.Select(run => figure.Value(run.Totals))];
        // With a missing value there is no best run, because the run without a value may be the best: one without losses has no profit factor.
        var best = figure.Better switch
        {
            _ when values.Contains(null) || values.All(each => each == values[0]) => null,
            BetterDirection.Higher => values.Max(),
            BetterDirection.Lower => values.Min(),
            _ => null,
        };
        string[] bestRuns = best is null ? [] : [.. runs.Where((_, i) => values[i] == best).Select(run => run.RunId)];
        return new ComparedFigure(figure.Name, figure.Better, values, bestRuns);
    }
}
