using Bokgi.Host.Backtests.Requests;
using Bokgi.Host.Platform.Settings;
using Bokgi.Host.Tasks;
using Bokgi.Host.Tasks.Store;

namespace Bokgi.Host.Backtests.Queued;

/// <summary>Hands backtests over to whoever works on tasks.</summary>
internal sealed class HandOver(TaskDesk desk, WorkRate rate, HostSettings settings)
{
    /// <summary>Whether a run would take longer than a client should be made to wait.</summary>
    public bool IsNeeded(BacktestPlan plan, CancellationToken cancel) => rate.Estimate(plan, cancel).TotalSeconds > settings.RunSyncSeconds;

    /// <param name="form">What is asked; it was checked.</param>
    /// <param name="key">The caller's Idempotency-Key, if any.</param>
    public TaskRow Submit(BacktestForm form, string? key) => desk.Submit(BacktestTask.KindName, BacktestTask.Write(form), key);
}
