namespace Bokgi.Host.PaperTrading.Sessions;

/// <summary>Makes the sessions of this process check for commands at once; otherwise they poll every two seconds.</summary>
internal sealed class SessionWakeSignal : IDisposable
{
    private readonly SemaphoreSlim rung = new(0, 1);
    private readonly Lock turn = new();

    public void Signal()
    {
        lock (turn)
        {
            if (rung.CurrentCount == 0)
                rung.Release();
        }
    }

    /// <summary>Waits for a signal or until a time has passed.</summary>
    public async Task WaitAsync(TimeSpan longest, TimeProvider clock, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(longest, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        try
        {
            await rung.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // The time has passed.
        }
    }

    public void Dispose() => rung.Dispose();
}
