using Bokgi.Host.Runs.Requests;
using Bokgi.Host.Tasks;
using Bokgi.Host.Tasks.Store;

namespace Bokgi.Host.Backtests.Queued;

internal sealed class BacktestSubmission(TaskQueue queue, CandleLake lake, RunTimeEstimator runTimes, HostSettings settings)
{
    /// <summary>Whether a run would take longer than a client should have to wait.</summary>
    public bool ShouldQueue(BacktestPlan plan, CancellationToken cancel) =>
        runTimes.Estimate(plan, cancel).TotalSeconds > settings.RunSyncSeconds;

    public Task<TaskRow> SubmitAsync(BacktestPlan plan, string? key, CancellationToken cancel)
    {
        // Lists the symbols explicitly, so that symbols added later are not included.
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

    // The process that splits the run into pieces first compares its candle files with these lengths, which is fast. Each piece compares
    // hashes.
    private Dictionary<string, long> FileLengths(BacktestPlan plan, CancellationToken cancel) =>
        plan
            .Request.Symbols.SelectMany(symbol => lake.Outline(symbol, plan.Request.Timeframe, plan.Request.Range, cancel).Files)
            .ToDictionary(name => name, name => BacktestTask.FileLength(lake, name) ?? 0);
}
