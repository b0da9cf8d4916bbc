using Bokgi.Host.Storage;

namespace Bokgi.Host.Backups;

/// <summary>Something that can be saved to one file and restored from it.</summary>
internal interface IBackupSource
{
    BackupKind Kind { get; }

    /// <summary>The folder below BACKUP_ROOT, and how a file's name begins and ends; the time is between.</summary>
    BackupName Name { get; }

    /// <summary>Why it cannot be saved, with the setting that is missing; null if it can.</summary>
    string? NotConfigured { get; }

    /// <summary>Saves everything to a file.</summary>
    /// <returns>What was saved, as it was in the moment that the backup shows.</returns>
    Task<IReadOnlyList<BackupItem>> SaveAsync(string path, CancellationToken cancel);

    /// <summary>Restores a file into an empty scratch folder or a scratch server, and returns what is there.</summary>
    Task<IReadOnlyList<BackupItem>> TryOutAsync(string path, string scratch, CancellationToken cancel);

    /// <summary>What is wrong with the files that a backup refers to; null if nothing is, or if it refers to none.</summary>
    string? FindDamage(string path, FileHashCache hashes) => null;

    /// <summary>Whether there is anything that a restore would replace.</summary>
    Task<bool> HasContentAsync(CancellationToken cancel);

    /// <summary>Replaces the present content with that of a file, and returns what is there afterwards.</summary>
    Task<IReadOnlyList<BackupItem>> RestoreAsync(string path, CancellationToken cancel);
}
