using Bokgi.Host.Runs.Requests;
using Bokgi.Host.Tasks;
using Bokgi.Host.Tasks.Store;

namespace Bokgi.Host.Backtests.Queued;

internal sealed class BacktestSubmission(TaskQueue queue, CandleLake lake, RunTimeEstimate rate, HostSettings settings)
{
    /// <summary>Whether a run would take longer than a client should have to wait.</summary>
    public bool IsNeeded(BacktestPlan plan, CancellationToken cancel) => rate.Estimate(plan, cancel).TotalSeconds > settings.RunSyncSeconds;

    public Task<TaskRow> SubmitAsync(BacktestPlan plan, string? key, CancellationToken cancel)
    {
        // Lists the symbols explicitly, so that symbols added later are not included.
        var form = plan.Form with
        {
            Symbols = [.. plan.Request.Symbols.Select(symbol => symbol.Code)],
        };
        var order = new TaskRequest(BacktestTask.Write(form))
        {
            Asked = BacktestTask.Write(plan.Form),
            Payload = BacktestTask.Write(Files(plan, cancel)),
            Key = key,
        };
        return queue.SubmitAsync(BacktestTask.KindName, order);
    }

    // The process that splits the work compares the lengths of its files with these; the pieces are checked by hashes.
    private Dictionary<string, long> Files(BacktestPlan plan, CancellationToken cancel) =>
        plan
            .Request.Symbols.SelectMany(symbol => lake.Outline(symbol, plan.Request.Timeframe, plan.Request.Range, cancel).Files)
            .ToDictionary(name => name, name => BacktestTask.Length(lake, name) ?? 0);
}
