namespace Bokgi.Host.Platform.Database;

/// <summary>Waits for a database that is away rather than throw away what was made for it.</summary>
internal static class DatabaseRetry
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Does something until the database takes it.</summary>
    /// <param name="action">Safe to be done again when nobody knows whether it was.</param>
    /// <param name="cancel">Gives up; what went wrong is thrown then.</param>
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
