namespace Bokgi.Host.Platform.Database;

/// <summary>Retries while the database is unavailable, so that finished work is not lost.</summary>
internal static class DatabaseRetry
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Repeats an action until the database accepts it.</summary>
    /// <param name="action">Must be safe to repeat if its outcome is unknown.</param>
    /// <param name="cancel">Stops the retries; the last failure is then thrown.</param>
    public static T RetryUntilAvailable<T>(Func<T> action, CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                return action();
            }
            catch (Exception failure) when (failure.IsDatabaseDown() && !cancel.IsCancellationRequested)
            {
                cancel.WaitHandle.WaitOne(Pause);
            }
        }
    }

    /// <inheritdoc cref="RetryUntilAvailable{T}"/>
    public static async Task RetryUntilAvailableAsync(Func<Task> action, CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                await action();
                return;
            }
            catch (Exception failure) when (failure.IsDatabaseDown() && !cancel.IsCancellationRequested)
            {
                await Task.Delay(Pause, TimeProvider.System, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <inheritdoc cref="RetryUntilAvailable{T}"/>
    public static void RetryUntilAvailable(Action action, CancellationToken cancel) =>
        RetryUntilAvailable(
            () =>
            {
                action();
                return true;
            },
            cancel
        );
}
