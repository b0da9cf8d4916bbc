namespace Bokgi.Host.Backups;

/// <summary>A part of a backup, by which a restored copy is compared with what was saved.</summary>
/// <param name="Name">A table, a Redis database, or a file relative to its root.</param>
/// <param name="Count">The number of its rows, keys or bytes.</param>
/// <param name="Hash">A hash of its content.</param>
internal sealed record BackupItem(string Name, long Count, string Hash);
