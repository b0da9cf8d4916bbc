namespace Bokgi.Host.Backups;

/// <summary>A job of the server that makes, copies, verifies or removes backups.</summary>
/// <param name="Name">A kind of backup, or <c>all</c>, <c>s3</c>, <c>cleanup</c>, <c>verify</c>.</param>
/// <param name="StartedUtc">When it began.</param>
/// <param name="EndedUtc">When it ended; null while it runs.</param>
/// <param name="Results">The result of each backup; empty while the job runs.</param>
internal sealed record BackupJob(string Name, DateTimeOffset StartedUtc, DateTimeOffset? EndedUtc, IReadOnlyList<BackupResult> Results);
