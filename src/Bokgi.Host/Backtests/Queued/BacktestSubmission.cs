using System.Text.Json;
using Bokgi.Host.Backtests.Requests;
using Bokgi.Host.Platform.Json;
using Bokgi.Host.Platform.Settings;
using Bokgi.Host.Tasks;
using Bokgi.Host.Tasks.Store;
using Bokgi.MarketData.Lake;

namespace Bokgi.Host.Backtests.Queued;

/// <summary>Hands backtests over to whoever works on tasks.</summary>
internal sealed class BacktestSubmission(TaskQueue desk, CandleLake lake, WorkRate rate, HostSettings settings)
{
    /// <summary>Whether a run would take longer than a client should be made to wait.</summary>
    public bool IsNeeded(BacktestPlan plan, CancellationToken cancel) => rate.Estimate(plan, cancel).TotalSeconds > settings.RunSyncSeconds;

    /// <param name="plan">What is to be run.</param>
    /// <param name="key">The caller's Idempotency-Key, if any.</param>
    /// <param name="cancel">Gives up while the lake is looked at.</param>
    public TaskRow Submit(BacktestPlan plan, string? key, CancellationToken cancel)
    {
        // Named one by one, so that symbols which come later are not part of it.
        var form = plan.Form with
        {
            Symbols = [.. plan.Request.Symbols.Select(symbol => symbol.Code)],
        };
        var order = new TaskOrder(BacktestTask.Write(form))
        {
            Asked = BacktestTask.Write(plan.Form),
            Payload = JsonSerializer.Serialize(Files(plan, cancel), JsonFormat.Compact),
            Key = key,
        };
        return desk.Submit(BacktestTask.KindName, order);
    }

    // Whoever cuts the work must have the same files, as far as their lengths tell; pieces are held to their hashes.
    private Dictionary<string, long> Files(BacktestPlan plan, CancellationToken cancel) =>
        plan
            .Request.Symbols.SelectMany(symbol => lake.Outline(symbol, plan.Request.Timeframe, plan.Request.Range, cancel).Files)
            .ToDictionary(name => name, name => BacktestTask.Length(lake, name) ?? 0);
}
