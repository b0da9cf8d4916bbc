using Bokgi.Host.Runs.Documents;
using Bokgi.Host.Runs.Store;
using Bokgi.Trading;

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
    public static async Task<ComparisonDocument> OfAsync(
        IReadOnlyList<(RunDocument Run, StoredRun Files)> runs,
        int points,
        CancellationToken cancel
    )
    {
        var lines = new List<RunLine>();
        foreach (var (run, files) in runs)
            lines.Add(await RunLine.ReadAsync(run, files, cancel));
        RunDocument[] documents = [.. runs.Select(each => each.Run)];
        return new ComparisonDocument(
            [.. documents.Select(ComparedRun.Of)],
            FigureComparison.Of(documents),
            SettingComparison.Settings(documents, AccountRules.Common),
            SettingComparison.Parameters(documents),
            CommonTimes.Of(lines, points),
            UnfairComparison.Of(documents)
        );
    }
}
