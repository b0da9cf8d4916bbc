using Bokgi.Host.Tasks.Store;

namespace Bokgi.Host.Tasks;

/// <summary>Sends the heartbeats and progress of a step, and cancels the work if this worker no longer owns the step.</summary>
internal sealed class StepHeartbeat : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(300);

    private readonly PeriodicTimer timer;
    private readonly Task sending;

    public StepHeartbeat(StepClaim claim, TaskStep step, StepStore steps, TimeProvider clock, CancellationTokenSource workCancellation)
    {
        timer = new PeriodicTimer(Interval, clock);
        sending = SendHeartbeatsAsync(claim, step, steps, workCancellation);
    }

    public void Dispose()
    {
        timer.Dispose();
        sending.GetAwaiter().GetResult();
    }

    private async Task SendHeartbeatsAsync(StepClaim claim, TaskStep step, StepStore steps, CancellationTokenSource workCancellation)
    {
        while (await timer.WaitForNextTickAsync())
        {
            try
            {
                if (await steps.RecordHeartbeatAsync(claim, step.UnitsDone, step.GetSnapshot?.Invoke()))
                    continue;
                await workCancellation.CancelAsync();
                return;
            }
            catch (Exception failure) when (failure.IsDatabaseDown())
            {
                // The work continues: while the database is unavailable, no other worker can take the step either.
            }
        }
    }
}
