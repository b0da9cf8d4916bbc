namespace Bokgi.Host.Platform.Locking;

/// <summary>A lock between processes on an empty file; the operating system releases it when its holder dies, even by kill -9.</summary>
/// <remarks>The file stays: deleting it would let a second holder lock a new file while a third still waits for the old one.</remarks>
internal sealed class FileLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly FileStream stream;

    private FileLock(FileStream stream) => this.stream = stream;

    /// <summary>Takes the lock exclusively; waits while others hold it.</summary>
    /// <exception cref="LockHeldException">Others held it for all that time.</exception>
    public static FileLock Alone(string path, TimeSpan patience) => TryAlone(path, patience) ?? throw Held(path, patience);

    /// <summary>
    /// Takes the lock in shared mode, together with any number of others; waits while another process holds it exclusively.
    /// </summary>
    /// <exception cref="LockHeldException">Another process held it exclusively for all that time.</exception>
    public static FileLock Shared(string path, TimeSpan patience) =>
        Wait(path, FileShare.ReadWrite, patience) ?? throw Held(path, patience);

    /// <summary>Takes the lock exclusively; null if others did not release it in time.</summary>
    public static FileLock? TryAlone(string path, TimeSpan patience) => Wait(path, FileShare.None, patience);

    public void Dispose() => stream.Dispose();

    private static LockHeldException Held(string path, TimeSpan patience) =>
        new($"another process holds {Path.GetFileName(path)} and did not let go of it within {patience.TotalSeconds:0} s; try again");

    private static FileLock? Wait(string path, FileShare share, TimeSpan patience)
    {
        using var never = new ManualResetEventSlim();
        for (var waited = TimeSpan.Zero; ; waited += Pause)
        {
            if (Try(path, share) is { } taken)
                return taken;
            if (waited >= patience)
                return null;
            never.Wait(Pause);
        }
    }

    private static FileLock? Try(string path, FileShare share)
    {
        try
        {
            return new FileLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, share));
        }
        catch (IOException e) when ((e.HResult & 0xFFFF) is 11 or 35 or 32 or 33)
        {
            return null; // EWOULDBLOCK on Linux and macOS; sharing and lock violation on Windows
        }
    }
}
