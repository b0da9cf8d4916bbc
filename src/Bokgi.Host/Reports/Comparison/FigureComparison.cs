using Bokgi.Host.Runs;
using Bokgi.Host.Runs.Documents;

namespace Bokgi.Host.Reports.Comparison;

internal static class FigureComparison
{
    public static ComparedFigure Of(IReadOnlyList<RunDocument> runs, Figure figure)
    {
        double?[] values = [.. runs.Select(run => figure.Value(run.Totals))];
        // A missing value may be the best one: without losses there is no profit factor.
        var best = figure.Better switch
        {
            _ when values.Contains(null) => null,
            BetterDirection.Higher => values.Max(),
            BetterDirection.Lower => values.Min(),
            _ => null,
        };
        var isShared = values.All(each => each == values[0]);
        return new ComparedFigure(
            figure.Name,
            figure.Better,
            values,
            best is null || isShared ? [] : [.. runs.Where((_, i) => values[i] == best).Select(run => run.RunId)]
        );
    }
}
