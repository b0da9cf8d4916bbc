using System.Diagnostics;
using System.Security.Cryptography;
using Bokgi.MarketData.Locking;

namespace Bokgi.Host.Backups;

/// <summary>The folder BACKUP_ROOT. Its lock lets one process at a time write there.</summary>
internal sealed class BackupFolder(HostSettings settings)
{
    public const string TemporaryExtension = ".tmp";

    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(2);

    public string Root { get; } = Path.GetFullPath(settings.BackupRoot);

    private string ScratchRoot => Path.Combine(Root, ".scratch");

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
    public string CreateScratch() => Directory.CreateDirectory(Path.Combine(ScratchRoot, Guid.NewGuid().ToString("N"))).FullName;

    public string PathOf(string file) => Path.Combine(Root, file);

    /// <summary>The backups of a kind, newest first by the time in their names.</summary>
    public IReadOnlyList<StoredBackup> List(IBackupSource source) => [.. FindFiles(source).Where(IsFinished)];

    /// <summary>Backup files without a manifest: the process that made them was killed before it wrote the manifest.</summary>
    public IReadOnlyList<StoredBackup> ListUnfinished(IBackupSource source) => [.. FindFiles(source).Where(backup => !IsFinished(backup))];

    private static bool IsFinished(StoredBackup backup) => File.Exists(backup.Path + BackupManifest.Extension);

    private IEnumerable<StoredBackup> FindFiles(IBackupSource source)
    {
        var folder = PathOf(source.Naming.Folder);
        if (!Directory.Exists(folder))
            return [];
        var found = new List<StoredBackup>();
        foreach (var path in Directory.EnumerateFiles(folder))
        {
            if (source.Naming.TimeOf(Path.GetFileName(path)) is { } time)
                found.Add(new StoredBackup(source, path, $"{source.Naming.Folder}/{Path.GetFileName(path)}", time));
        }

        return found.OrderByDescending(backup => backup.TimeUtc);
    }

    // This process holds the lock, so every scratch folder was left by a process that was killed. A Redis server that such a process started
    // may still run in the folder; it is killed first.
    private void RemoveOldScratch()
    {
        if (!Directory.Exists(ScratchRoot))
            return;
        foreach (var process in Process.GetProcesses())
        {
            using (process)
            {
                if (WorkingFolderOf(process.Id)?.StartsWith($"{ScratchRoot}/", StringComparison.Ordinal) == true)
                    process.Kill();
            }
        }

        Directory.Delete(ScratchRoot, recursive: true);
    }

    // Null for a process that has ended or belongs to another user.
    private static string? WorkingFolderOf(int processId)
    {
        try
        {
            return new FileInfo($"/proc/{processId}/cwd").LinkTarget;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public static async Task<string> Sha256Async(string path, CancellationToken cancel)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancel));
    }
}
