using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Tasks.Store;

namespace Bokgi.Host.Tasks;

/// <summary>Sends the heartbeats and progress of a step, and cancels the work if this worker no longer owns the step.</summary>
internal sealed class StepHeartbeat : IDisposable
{
    private readonly StepClaim claim;
    private readonly TaskStep step;
    private readonly StepStore steps;
    private readonly CancellationTokenSource work;
    private readonly CancellationTokenSource end = new();
    private readonly Task beating;

    public StepHeartbeat(
        StepClaim claim,
        TaskStep step,
        StepStore steps,
        TimeProvider clock,
        CancellationTokenSource work,
        TimeSpan interval
    )
    {
        (this.claim, this.step, this.steps, this.work) = (claim, step, steps, work);
        beating = BeatAsync(new PeriodicTimer(interval, clock));
    }

    /// <summary>Stops; no heartbeat is sent afterwards.</summary>
    public void Dispose()
    {
        end.Cancel();
        beating.GetAwaiter().GetResult();
        end.Dispose();
    }

    private async Task BeatAsync(PeriodicTimer timer)
    {
        using (timer)
        {
            while (await NextAsync(timer))
            {
                if (await IsMineAsync())
                    continue;
                await work.CancelAsync();
                return;
            }
        }
    }

    private async Task<bool> NextAsync(PeriodicTimer timer)
    {
        try
        {
            return await timer.WaitForNextTickAsync(end.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<bool> IsMineAsync()
    {
        try
        {
            return await steps.BeatAsync(claim, step.UnitsDone, step.Snapshot?.Invoke());
        }
        catch (Exception failure) when (failure.IsDatabaseDown())
        {
            return true; // while the database is unavailable, no other worker can take the step either
        }
    }
}
