using Bokgi.Host.Runs;
using Bokgi.Host.Runs.Documents;
using Bokgi.Host.Runs.Store;

namespace Bokgi.Host.Reports.Comparison;

/// <summary>Runs side by side; every list of values has one value per run, in the requested order.</summary>
/// <param name="Runs">The runs without their figures.</param>
/// <param name="Figures">The figures of their totals, always the same ones in the same order.</param>
/// <param name="Settings">The settings that differ.</param>
/// <param name="Parameters">The strategy parameters that differ; those of individual markets come after the common ones.</param>
/// <param name="Equity">Their equity on common times.</param>
/// <param name="Warnings">Reasons why the comparison may be unfair.</param>
internal sealed record ComparisonDocument(
    IReadOnlyList<ComparedRun> Runs,
    IReadOnlyList<ComparedFigure> Figures,
    IReadOnlyList<ComparedSetting> Settings,
    IReadOnlyList<ComparedSetting> Parameters,
    ComparedEquity Equity,
    IReadOnlyList<UnfairWarning> Warnings
)
{
    public static async Task<ComparisonDocument> CreateAsync(
        IReadOnlyList<(RunDocument Run, StoredRun Files)> runs,
        int points,
        CancellationToken cancel
    )
    {
        var lines = new List<CommonTimes.Line>();
        foreach (var (run, files) in runs)
            lines.Add(await CommonTimes.Line.ReadAsync(run, files, cancel));
        return Of([.. runs.Select(each => each.Run)], CommonTimes.Align(lines, points));
    }

    public static ComparisonDocument Of(RunDocument[] runs, ComparedEquity equity) =>
        new(
            [.. runs.Select(ComparedRun.Of)],
            [.. Figure.All.Select(figure => ComparedFigure.Of(runs, figure))],
            SettingComparison.CompareSettings(runs, AccountRules.Common),
            SettingComparison.CompareParameters(runs),
            equity,
            UnfairWarning.FindAll(runs)
        );
}
