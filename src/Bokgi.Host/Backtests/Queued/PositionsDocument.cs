using Bokgi.Host.Tasks;
using Bokgi.Host.Tasks.Store;

namespace Bokgi.Host.Backtests.Queued;

/// <summary>Open positions and trades of a queued backtest, as of its latest progress report.</summary>
/// <param name="TaskId">The task.</param>
/// <param name="Status">The state of the task.</param>
/// <param name="Progress">Share of the work done, 0 to 1.</param>
/// <param name="Positions">Open positions of the symbols being replayed; each is at a different time.</param>
/// <param name="Summary">The totals.</param>
internal sealed record PositionsDocument(
    string TaskId,
    TaskState Status,
    double Progress,
    IReadOnlyList<PositionDocument> Positions,
    PositionsSummary Summary
)
{
    public static PositionsDocument Of(TaskRow task, IReadOnlyList<PieceStatus> pieces)
    {
        RunPieceProgress.State[] states =
        [
            .. from snapshot in pieces.Select(piece => piece.Snapshot).OfType<string>()
            select JsonSerializer.Deserialize<RunPieceProgress.State>(snapshot, JsonFormat.Compact),
        ];
        var isRunning = task.State == TaskState.Running;
        PositionDocument[] positions = isRunning ? [.. states.Select(state => state.Position).OfType<PositionDocument>()] : [];
        var summary = new PositionsSummary(
            positions.Length,
            positions.Sum(position => position.UnrealizedPnl),
            states.Sum(state => state.Trades),
            states.Sum(state => state.RealizedPnl),
            states.Sum(state => state.Symbols),
            pieces.Sum(piece => Math.Min(piece.UnitsDone, piece.Units)),
            pieces.Sum(piece => piece.Units)
        );
        return new PositionsDocument(task.TaskId, task.State, task.Progress, positions, summary);
    }
}
