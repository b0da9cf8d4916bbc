namespace Bokgi.Host.Backups;

/// <summary>The state of the backups.</summary>
/// <param name="Kinds">How many backups of each kind there are.</param>
/// <param name="Running">The job that runs in this server now; null if none does.</param>
/// <param name="Last">The job that ended last in this server; null if none has since it started.</param>
internal sealed record BackupSummaryDocument(
    IReadOnlyList<BackupSummaryDocument.KindDocument> Kinds,
    BackupSummaryDocument.JobDocument? Running,
    BackupSummaryDocument.JobDocument? Last
)
{
    public static BackupSummaryDocument Of(BackupService backups, BackupJobs jobs)
    {
        var bySource = backups.List().ToLookup(backup => backup.Source);
        return new BackupSummaryDocument(
            [.. backups.Sources.Select(source => KindDocument.Of(source, bySource[source]))],
            jobs.Current is { } current ? JobDocument.Of(current) : null,
            jobs.Last is { } last ? JobDocument.Of(last) : null
        );
    }

    /// <summary>The backups of a kind.</summary>
    /// <param name="Kind">What they contain.</param>
    /// <param name="Count">How many there are that were verified.</param>
    /// <param name="Newest">The time of the newest one; null if there is none.</param>
    /// <param name="SizeBytes">Their sizes together; for the candle lake that of the newest one.</param>
    internal sealed record KindDocument(BackupKind Kind, int Count, string? Newest, long SizeBytes)
    {
        public static KindDocument Of(IBackupSource source, IEnumerable<StoredBackup> newestFirst)
        {
            var documents = newestFirst.Select(BackupDocument.Of).Where(document => document.IsVerified).ToList();
            return new KindDocument(
                source.Kind,
                documents.Count,
                documents.FirstOrDefault()?.Time,
                documents.Take(source.Kind == BackupKind.Data ? 1 : int.MaxValue).Sum(document => document.SizeBytes ?? 0)
            );
        }
    }

    /// <summary>A job.</summary>
    /// <param name="Type">A kind of backup, or <c>all</c>, <c>s3</c>, <c>cleanup</c>, <c>verify</c>.</param>
    /// <param name="StartedAt">When it began.</param>
    /// <param name="EndedAt">When it ended; null while it runs.</param>
    /// <param name="Results">What became of each backup; empty while it runs.</param>
    internal sealed record JobDocument(string Type, string StartedAt, string? EndedAt, IReadOnlyList<ResultDocument> Results)
    {
        public static JobDocument Of(BackupJob job) =>
            new(
                job.Name,
                Format(job.StartedUtc),
                job.EndedUtc is { } ended ? Format(ended) : null,
                [.. job.Results.Select(ResultDocument.Of)]
            );

        private static string Format(DateTimeOffset time) => UnixTime.Format(UnixTime.FromDateTime(time.UtcDateTime));
    }

    /// <summary>What became of a backup.</summary>
    /// <param name="Name">Its kind, or the file that was verified.</param>
    /// <param name="Status"><c>ok</c>, <c>failed</c> (the log says why), or <c>skipped</c> because it is not configured.</param>
    /// <param name="File">The file, relative to BACKUP_ROOT; null if there is none.</param>
    /// <param name="SizeBytes">Its size.</param>
    /// <param name="Seconds">How long it took.</param>
    internal sealed record ResultDocument(string Name, string Status, string? File, long SizeBytes, double Seconds)
    {
        public static ResultDocument Of(BackupResult result) =>
            new(
                result.Name,
                result.Error is not null ? "failed"
                    : result.SkipReason is not null ? "skipped"
                    : "ok",
                result.File,
                result.SizeBytes,
                Math.Round(result.Seconds, 3)
            );
    }
}
