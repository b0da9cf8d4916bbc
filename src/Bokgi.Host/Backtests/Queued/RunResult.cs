using Bokgi.Host.Runs.Documents;

namespace Bokgi.Host.Backtests.Queued;

/// <summary>A task's summary of the run it made; the full result is the run itself.</summary>
internal sealed record RunResult
{
    public required string RunId { get; init; }
    public required IReadOnlyList<string> Symbols { get; init; }
    public required string Strategy { get; init; }
    public required int TotalSignals { get; init; }
    public required int TotalTrades { get; init; }
    public double? WinRate { get; init; }
    public double? AvgReturn { get; init; }
    public double? TotalReturn { get; init; }
    public double? Sharpe { get; init; }
    public double MaxDrawdown { get; init; }
    public required double ExecutionTime { get; init; }

    public static RunResult Of(RunDocument run) =>
        new()
        {
            RunId = run.RunId,
            Symbols = [.. run.Symbols.Select(symbol => symbol.Symbol)],
            Strategy = run.Strategy,
            TotalSignals = run.TotalSignals,
            TotalTrades = run.TotalTrades,
            WinRate = run.Totals.WinRate,
            AvgReturn = run.Totals.AvgReturn,
            TotalReturn = run.Totals.TotalReturn,
            Sharpe = run.Totals.Sharpe,
            MaxDrawdown = run.Totals.MaxDrawdown,
            ExecutionTime = run.ExecutionTime,
        };
}
