using System.Text.Json.Serialization;

namespace Bokgi.Host.Backups;

/// <summary>The outcome of making or verifying one backup, or of a backup job as a whole.</summary>
/// <param name="Name">The kind of backup, the file that was verified, or the name of the job.</param>
/// <param name="File">The file, relative to BACKUP_ROOT; null if none was made.</param>
/// <param name="SizeBytes">Its size.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Error">Why the backup failed, and what to do about it; null if it did not fail.</param>
internal sealed record BackupResult(string Name, string? File, long SizeBytes, double Seconds, string? Error)
{
    /// <summary>Why the backup was skipped; null if it was not.</summary>
    [JsonPropertyName("skipped")]
    public string? SkipReason { get; init; }
}
