namespace Bokgi.Host.Backups;

/// <summary>A backup in BACKUP_ROOT of the server.</summary>
internal sealed record BackupDocument
{
    /// <summary>What it contains.</summary>
    public required BackupKind Kind { get; init; }

    /// <summary>The file, relative to BACKUP_ROOT.</summary>
    public required string File { get; init; }

    /// <summary>The time in its name.</summary>
    public required string Time { get; init; }

    /// <summary>Whether it was restored into a scratch place and compared when it was made; one that was not is no backup.</summary>
    public required bool IsVerified { get; init; }

    /// <summary>Its size; for the candle lake with the files that it refers to, which backups share.</summary>
    public long? SizeBytes { get; init; }

    /// <summary>The hash of the file, hexadecimal.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The version of bokgi that made it.</summary>
    public string? Version { get; init; }

    public static BackupDocument Of(StoredBackup backup)
    {
        var manifest = BackupManifest.TryReadHead(backup.Path);
        return new BackupDocument
        {
            Kind = backup.Source.Kind,
            File = backup.File,
            Time = UnixTime.Format(UnixTime.FromDateTime(backup.TimeUtc)),
            IsVerified = manifest is not null,
            SizeBytes = manifest?.Size,
            Sha256 = manifest?.Sha256,
            Version = manifest?.Version,
        };
    }
}
