using System.Security.Cryptography;
using Bokgi.MarketData.Locking;

namespace Bokgi.Host.Backups;

/// <summary>The folder BACKUP_ROOT. Its lock lets one process at a time write there.</summary>
internal sealed class BackupFolder(HostSettings settings)
{
    public const string TemporaryExtension = ".tmp";

    /// <summary>
    /// The name of a file in a scratch folder with the id of the external program that works there. If bokgi is killed, its next backup or
    /// restore ends that program.
    /// </summary>
    public const string ProcessFile = "process";

    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(2);

    public string Root { get; } = Path.GetFullPath(settings.BackupRoot);

    private string Scratch => Path.Combine(Root, ".scratch");

    /// <exception cref="BackupException">Another process makes or restores a backup, or the folder cannot be written.</exception>
    public async Task<FileLock> LockAsync(CancellationToken cancel)
    {
        try
        {
            Directory.CreateDirectory(Root);
            var folderLock =
                await FileLock.TryAcquireAsync(Path.Combine(Root, ".lock"), LockTimeout, cancel)
                ?? throw new BackupException($"another backup or restore is running in {Root}; try again when it has ended");
            RemoveOldScratch();
            return folderLock;
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException or IOException)
        {
            throw new BackupException($"BACKUP_ROOT {Root} cannot be written; check the folder and its permissions", failure);
        }
    }

    /// <summary>Creates a temporary folder, which the caller deletes. The caller must hold the lock.</summary>
    public string CreateScratch() => Directory.CreateDirectory(Path.Combine(Scratch, Guid.NewGuid().ToString("N"))).FullName;

    public string PathOf(string file) => Path.Combine(Root, file);

    /// <summary>The backups of a kind, newest first by the time in their names.</summary>
    public IReadOnlyList<StoredBackup> List(IBackupSource source) => [.. Files(source).Where(IsFinished)];

    /// <summary>Files of a process that was killed before it wrote their manifest.</summary>
    public IReadOnlyList<StoredBackup> ListUnfinished(IBackupSource source) => [.. Files(source).Where(backup => !IsFinished(backup))];

    private static bool IsFinished(StoredBackup backup) => File.Exists(backup.Path + BackupManifest.Extension);

    private IEnumerable<StoredBackup> Files(IBackupSource source)
    {
        var folder = PathOf(source.Name.Folder);
        if (!Directory.Exists(folder))
            return [];
        var found = new List<StoredBackup>();
        foreach (var path in Directory.EnumerateFiles(folder))
        {
            if (source.Name.TimeOf(Path.GetFileName(path)) is { } time)
                found.Add(new StoredBackup(source, path, $"{source.Name.Folder}/{Path.GetFileName(path)}", time));
        }

        return found.OrderByDescending(backup => backup.TimeUtc);
    }

    // Any scratch folder was left by a killed process, because this process holds the lock.
    private void RemoveOldScratch()
    {
        if (!Directory.Exists(Scratch))
            return;
        foreach (var file in Directory.EnumerateFiles(Scratch, ProcessFile, SearchOption.AllDirectories))
        {
            var id = int.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture);
            // The id may belong to an unrelated process by now.
            var isOurs =
                File.Exists($"/proc/{id}/cmdline") && File.ReadAllText($"/proc/{id}/cmdline").Contains(Scratch, StringComparison.Ordinal);
            if (isOurs)
                System.Diagnostics.Process.GetProcessById(id).Kill();
        }

        Directory.Delete(Scratch, recursive: true);
    }

    public static async Task<string> Sha256Async(string path, CancellationToken cancel)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancel));
    }
}
