namespace Bokgi.Host.Backups;

/// <summary>Something that the server does with backups: makes, verifies or removes some.</summary>
/// <param name="Name">A kind of backup, or <c>all</c>, <c>s3</c>, <c>cleanup</c>, <c>verify</c>.</param>
/// <param name="StartedUtc">When it began.</param>
/// <param name="EndedUtc">When it ended; null while it runs.</param>
/// <param name="Results">What became of each backup; empty while it runs.</param>
internal sealed record BackupJob(string Name, DateTimeOffset StartedUtc, DateTimeOffset? EndedUtc, IReadOnlyList<BackupResult> Results);
