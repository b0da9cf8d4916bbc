namespace Bokgi.Host.Backtests.Comparison;

/// <summary>Runs side by side; every list of values has one for each run, in the order in which they were asked for.</summary>
/// <param name="Runs">What the runs were.</param>
/// <param name="Figures">The figures of their totals, always the same ones in the same order.</param>
/// <param name="Settings">The settings that differ.</param>
/// <param name="Parameters">The parameters of the strategies that differ; a market's own come after those of all.</param>
/// <param name="Equity">Their equity on common times.</param>
/// <param name="Warnings">What makes the comparison unfair.</param>
internal sealed record ComparisonDocument(
    IReadOnlyList<ComparedRun> Runs,
    IReadOnlyList<ComparedFigure> Figures,
    IReadOnlyList<ComparedSetting> Settings,
    IReadOnlyList<ComparedSetting> Parameters,
    ComparedEquity Equity,
    IReadOnlyList<UnfairWarning> Warnings
);
