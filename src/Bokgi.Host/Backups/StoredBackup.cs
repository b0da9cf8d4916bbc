namespace Bokgi.Host.Backups;

/// <summary>A backup in BACKUP_ROOT.</summary>
/// <param name="Source">The data that it saves, and how to restore them.</param>
/// <param name="Path">The full path of its file.</param>
/// <param name="File">The file relative to BACKUP_ROOT.</param>
/// <param name="TimeUtc">The time in its name.</param>
internal sealed record StoredBackup(IBackupSource Source, string Path, string File, DateTime TimeUtc);
