namespace Bokgi.Host.Platform.Database;

internal static class DatabaseRetry
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Repeats the action while the database is unavailable. The action must be idempotent, because the outcome of a failed attempt may be unknown.
    /// After cancellation a failure is not retried but thrown.
    /// </summary>
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
