using System.Diagnostics.CodeAnalysis;
using Hangfire;

namespace Bokgi.Host.Tasks;

/// <summary>The Hangfire job that executes one step of a task.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "made by Hangfire")]
internal sealed class StepJob(StepRunner runner)
{
    // A failed step records its failure in its row. Only an unavailable database fails the job itself; TaskMonitor then enqueues it again.
    [AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
    public void Run(string taskId, string queue, int position, CancellationToken stop) =>
        runner.Run(new StepReference(taskId, queue, position), stop);
}
