using Bokgi.MarketData.Locking;

namespace Bokgi.Host.Platform.Logging;

/// <summary>The folder of the log files, which several processes may share.</summary>
internal sealed class LogFolder(HostSettings settings)
{
    private const string ServerName = "app";
    private const string Pattern = "*" + LogFile.Extension;

    private static readonly TimeSpan Retention = TimeSpan.FromDays(7);

    public string Path { get; } = System.IO.Path.Combine(settings.StateRoot, "logs");

    /// <summary>The paths of all log files, including those of processes that have ended.</summary>
    public IReadOnlyList<string> Files() => Directory.Exists(Path) ? Directory.GetFiles(Path, Pattern) : [];

    /// <summary>
    /// Chooses the name of a process's log file, without the extension. A server gets <c>app</c>, which no other process gets while the
    /// returned lock is held. A worker, or another server with the same STATE_ROOT, gets a unique name and no lock.
    /// </summary>
    public (string Name, FileLock? Claim) ClaimName(string process) =>
        process == LogServices.ServerProcess && TryClaim() is { } claim
            ? (ServerName, claim)
            : (string.Create(CultureInfo.InvariantCulture, $"{process}-{Environment.MachineName}-{Environment.ProcessId}"), null);

    /// <summary>Deletes log files that have not changed for a week, except those of the server.</summary>
    public void DeleteOldFiles(TimeProvider clock)
    {
        var before = clock.GetUtcNow().UtcDateTime - Retention;
        foreach (var file in Files().Where(file => Parse(file).Process != ServerName && File.GetLastWriteTimeUtc(file) < before))
        {
            try
            {
                File.Delete(file);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // The file belongs to another user; the next start tries again.
            }
        }
    }

    /// <summary>Splits the name of a log file into the process that wrote it and its number; 0 is the file that is being written.</summary>
    public static (string Process, int Number) Parse(string file)
    {
        var name = System.IO.Path.GetFileNameWithoutExtension(file);
        var dot = name.LastIndexOf('.'); // names of machines may contain dots, too
        return dot > 0 && int.TryParse(name[(dot + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (name[..dot], number)
            : (name, 0);
    }

    private FileLock? TryClaim()
    {
        try
        {
            Directory.CreateDirectory(Path);
            return FileLock.TryAcquire(System.IO.Path.Combine(Path, ".app.lock"), TimeSpan.Zero);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null; // the log file reports why the folder cannot be written
        }
    }
}
