using Bokgi.Host.Runs.Documents;
using Bokgi.Host.Runs.Store;

namespace Bokgi.Host.Reports.Comparison;

/// <summary>Puts runs side by side.</summary>
internal static class RunComparison
{
    public const int FewestRuns = 2;
    public const int MostRuns = 10;

    /// <summary>Compares runs.</summary>
    /// <param name="runs">The runs with their files, without duplicates.</param>
    /// <param name="points">The maximum number of points of the equity; 0 for all.</param>
    /// <param name="cancel">Stops between runs and symbols.</param>
    public static ComparisonDocument Of(IReadOnlyList<(RunDocument Run, StoredRun Files)> runs, int points, CancellationToken cancel)
    {
        RunDocument[] documents = [.. runs.Select(each => each.Run)];
        ComparedRun[] compared = [.. documents.Select(ComparedRun.Of)];
        return new ComparisonDocument(
            compared,
            FigureComparison.Of(documents),
            SettingComparison.Settings(compared),
            SettingComparison.Parameters(documents),
            CommonTimes.Of([.. runs.Select(each => RunLine.Read(each.Run, each.Files, cancel))], points),
            UnfairComparison.Of(documents)
        );
    }
}
