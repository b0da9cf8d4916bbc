using System.Diagnostics.CodeAnalysis;
using Hangfire;

namespace Bokgi.Host.Tasks;

/// <summary>What lies in the queue: a word to a worker that there is a step to do.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "made by Hangfire")]
internal sealed class StepJob(StepRunner runner)
{
    /// <summary>Does the step, if it is still to be done, and what follows from it at once.</summary>
    // A failure is the step's own matter and written down in its row; what gets here is that the database is away, and then TaskWatch tries again.
    [AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
    public void Run(string taskId, string queue, int position, CancellationToken stop) =>
        runner.Run(new StepAddress(taskId, queue, position), stop);
}
