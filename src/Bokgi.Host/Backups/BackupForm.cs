namespace Bokgi.Host.Backups;

/// <summary>Which backup to make.</summary>
internal sealed record BackupForm
{
    /// <summary>What to save: all, database, redis, results or data; s3 copies to the bucket, cleanup removes old ones.</summary>
    public string? Type { get; init; }

    public string Read()
    {
        string[] names = [BackupJobs.All, .. Enum.GetValues<BackupKind>().Select(WireNames.Of), BucketCopy.Name, BackupJobs.Cleanup];
        var name = Type ?? BackupJobs.All;
        return names.Contains(name, StringComparer.Ordinal)
            ? name
            : throw InvalidInputException.ForField(
                "type",
                $"type cannot be '{Problems.SanitizeForMessage(name)}'; give {string.Join(", ", names[..^1])} or {names[^1]}"
            );
    }
}
