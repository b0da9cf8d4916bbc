using Bokgi.Host.Storage;

namespace Bokgi.Host.Backups;

/// <summary>Data that can be saved to one file and restored from it: the database, Redis, the results or the candles.</summary>
internal interface IBackupSource
{
    BackupKind Kind { get; }

    /// <summary>The folder below BACKUP_ROOT, and how a file's name begins and ends. The time is in between.</summary>
    BackupNaming Naming { get; }

    /// <summary>Why the data cannot be saved, with the setting that is missing; null if they can.</summary>
    string? NotConfiguredReason { get; }

    /// <summary>Saves everything to a file.</summary>
    /// <returns>The saved items. Even if other processes write meanwhile, the items describe the state that the file contains.</returns>
    Task<IReadOnlyList<BackupItem>> SaveAsync(string path, CancellationToken cancel);

    /// <summary>Restores a file into an empty scratch folder or a scratch server, and returns the restored items.</summary>
    Task<IReadOnlyList<BackupItem>> RestoreToScratchAsync(string path, string scratch, CancellationToken cancel);

    /// <summary>What is wrong with the files that a backup refers to; null if nothing is, or if it refers to none.</summary>
    string? FindDamage(string path, FileHashCache hashes) => null;

    /// <summary>Whether there are live data, which a restore would replace.</summary>
    Task<bool> HasLiveDataAsync(CancellationToken cancel);

    /// <summary>Replaces the present content with that of a file, and returns the items that exist afterwards.</summary>
    Task<IReadOnlyList<BackupItem>> RestoreAsync(string path, CancellationToken cancel);
}
