namespace Bokgi.Host.PaperTrading.Sessions;

/// <summary>Lets the sessions of this process look at once for what is asked; without it they look every other second.</summary>
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

    /// <summary>Ends when somebody rings, or after a time.</summary>
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
            // It is time to look.
        }
    }

    public void Dispose() => rung.Dispose();
}
