namespace Bokgi.MarketData.Locking;

/// <summary>Locks an empty file against other threads and processes. The operating system releases the lock even after kill -9.</summary>
/// <remarks>
/// The file is never deleted. After a deletion, one process could lock a new file of the same name while another still holds the lock of the
/// deleted file.
/// </remarks>
public sealed class FileLock : IDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(5);

    private readonly FileStream stream;

    private FileLock(FileStream stream) => this.stream = stream;

    /// <summary>Takes the lock exclusively; waits while others hold it.</summary>
    /// <param name="path">The file; it is created when it does not exist.</param>
    /// <param name="timeout">The longest time to wait.</param>
    /// <exception cref="LockHeldException">The lock was not released within the timeout.</exception>
    public static FileLock Acquire(string path, TimeSpan timeout) => TryAcquire(path, timeout) ?? throw TimedOut(path, timeout);

    /// <summary>Takes the lock in shared mode, together with any number of others; waits while someone holds it exclusively.</summary>
    /// <param name="path">The file; it is created when it does not exist.</param>
    /// <param name="timeout">The longest time to wait.</param>
    /// <exception cref="LockHeldException">The exclusive holder did not release the lock within the timeout.</exception>
    public static async Task<FileLock> AcquireSharedAsync(string path, TimeSpan timeout) =>
        await WaitAsync(path, FileShare.ReadWrite, timeout, CancellationToken.None).ConfigureAwait(false) ?? throw TimedOut(path, timeout);

    /// <summary>Takes the lock exclusively.</summary>
    /// <param name="path">The file; it is created when it does not exist.</param>
    /// <param name="timeout">The longest time to wait.</param>
    /// <param name="cancel">Stops the waiting.</param>
    /// <returns>The lock, or null when others did not release it in time.</returns>
    public static FileLock? TryAcquire(string path, TimeSpan timeout, CancellationToken cancel = default) =>
        Wait(path, FileShare.None, timeout, cancel);

    /// <summary>Takes the lock exclusively; waits without holding a thread.</summary>
    /// <inheritdoc cref="TryAcquire"/>
    public static Task<FileLock?> TryAcquireAsync(string path, TimeSpan timeout, CancellationToken cancel = default) =>
        WaitAsync(path, FileShare.None, timeout, cancel);

    /// <summary>Releases the lock.</summary>
    public void Dispose() => stream.Dispose();

    private static LockHeldException TimedOut(string path, TimeSpan timeout) =>
        new($"another process holds {Path.GetFileName(path)} and did not release it within {timeout.TotalSeconds:0} s; try again");

    private static FileLock? Wait(string path, FileShare share, TimeSpan timeout, CancellationToken cancel)
    {
        using var neverSet = new ManualResetEventSlim(); // for a sleep that can be cancelled
        for (var waited = TimeSpan.Zero; ; waited += PollInterval)
        {
            cancel.ThrowIfCancellationRequested();
            if (TryOpen(path, share) is { } acquired)
                return acquired;
            if (waited >= timeout)
                return null;
            neverSet.Wait(PollInterval, cancel);
        }
    }

    private static async Task<FileLock?> WaitAsync(string path, FileShare share, TimeSpan timeout, CancellationToken cancel)
    {
        for (var waited = TimeSpan.Zero; ; waited += PollInterval)
        {
            cancel.ThrowIfCancellationRequested();
            if (TryOpen(path, share) is { } acquired)
                return acquired;
            if (waited >= timeout)
                return null;
            await Task.Delay(PollInterval, cancel).ConfigureAwait(false);
        }
    }

    private static FileLock? TryOpen(string path, FileShare share)
    {
        try
        {
            return new FileLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, share));
        }
        catch (IOException e) when ((e.HResult & 0xFFFF) is 11 or 35 or 32 or 33)
        {
            return null; // EWOULDBLOCK on Linux (11) and macOS (35); sharing and lock violations on Windows (32, 33)
        }
    }
}
