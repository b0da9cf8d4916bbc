using Bokgi.Host.Runs.Requests;
using Bokgi.Host.Tasks;
using Bokgi.Host.Tasks.Store;

namespace Bokgi.Host.Backtests.Queued;

/// <summary>Decides whether a backtest should be queued, and queues it as a task.</summary>
internal sealed class BacktestSubmission(TaskQueue queue, CandleLake lake, RunTimeEstimator runTimes, HostSettings settings)
{
    /// <summary>Whether a run would take longer than a client should have to wait.</summary>
    public bool ShouldQueue(BacktestPlan plan, CancellationToken cancel) =>
        runTimes.Estimate(plan, cancel).TotalSeconds > settings.RunSyncSeconds;

    /// <summary>Queues the backtest.</summary>
    /// <param name="plan">The backtest.</param>
    /// <param name="key">The request's idempotency key; null if it has none.</param>
    /// <param name="cancel">Cancels the submission.</param>
    public Task<TaskRow> SubmitAsync(BacktestPlan plan, string? key, CancellationToken cancel)
    {
        // Lists the symbols explicitly: * would include symbols that are added to the lake before the task starts.
        var form = plan.Form with
        {
            Symbols = [.. plan.Request.Symbols.Select(symbol => symbol.Code)],
        };
        var request = new TaskRequest(BacktestTask.ToJson(form))
        {
            ComparedText = BacktestTask.ToJson(plan.Form),
            Payload = BacktestTask.ToJson(FileLengths(plan, cancel)),
            Key = key,
        };
        return queue.SubmitAsync(BacktestTask.KindName, request);
    }

    // The worker that splits the run into pieces compares the lengths of the candle files with these, which is fast. Later each piece
    // compares the hashes of its files.
    private Dictionary<string, long> FileLengths(BacktestPlan plan, CancellationToken cancel) =>
        plan
            .Request.Symbols.SelectMany(symbol => lake.Outline(symbol, plan.Request.Timeframe, plan.Request.Range, cancel).Files)
            .ToDictionary(name => name, name => BacktestTask.FileLength(lake, name) ?? 0);
}
