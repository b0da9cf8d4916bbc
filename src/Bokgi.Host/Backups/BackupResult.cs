using System.Text.Json.Serialization;

namespace Bokgi.Host.Backups;

/// <summary>What became of one backup that was to be made or verified.</summary>
/// <param name="Name">Its kind, or the file that was verified.</param>
/// <param name="File">The file, relative to BACKUP_ROOT; null if none was made.</param>
/// <param name="SizeBytes">Its size.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Error">Why it failed, with the remedy; null if it did not.</param>
internal sealed record BackupResult(string Name, string? File, long SizeBytes, double Seconds, string? Error)
{
    /// <summary>Why there was nothing to do; null if there was.</summary>
    [JsonPropertyName("skipped")]
    public string? SkipReason { get; init; }
}
