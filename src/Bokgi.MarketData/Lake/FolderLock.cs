namespace Bokgi.MarketData.Lake;

/// <summary>
/// Restricts a folder to one writer at a time, across threads and processes. The system releases the lock when its holder dies.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    public const string FileName = ".lock";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly FileStream stream;

    private FolderLock(FileStream stream) => this.stream = stream;

    /// <summary>Waits for the lock.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="patience">The longest time to wait.</param>
    /// <param name="cancel">Stops the waiting.</param>
    /// <returns>The lock, or null when it was not free in time.</returns>
    public static FolderLock? Acquire(string folder, TimeSpan patience, CancellationToken cancel)
    {
        for (var waited = TimeSpan.Zero; ; waited += Pause)
        {
            cancel.ThrowIfCancellationRequested();
            if (TryAcquire(folder) is { } taken)
                return taken;
            if (waited >= patience)
                return null;
            cancel.WaitHandle.WaitOne(Pause);
        }
    }

    public void Dispose() => stream.Dispose();

    // The file is kept: deleting it would let a second writer lock a new file while a third still waits for the old one.
    private static FolderLock? TryAcquire(string folder)
    {
        var path = Path.Combine(folder, FileName);
        var isNew = !File.Exists(path);
        try
        {
            var taken = new FolderLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            if (isNew)
                SharedMode.OfFolder(path);
            return taken;
        }
        catch (IOException e) when (IsHeld(e))
        {
            return null;
        }
    }

    // EWOULDBLOCK on Linux (11) and macOS (35); sharing and lock violations on Windows (32, 33).
    private static bool IsHeld(IOException e) => (e.HResult & 0xFFFF) is 11 or 35 or 32 or 33;
}
