namespace Bokgi.Host.Backups;

/// <summary>A table, Redis database or file in a backup. Comparing the items of a restored copy with the saved ones verifies a backup.</summary>
/// <param name="Name">The name of the table or Redis database, or the file's path relative to the folder that was saved.</param>
/// <param name="Count">The number of rows of the table, keys of the Redis database, or bytes of the file.</param>
/// <param name="Hash">A hash of the content of the table, Redis database or file.</param>
internal sealed record BackupItem(string Name, long Count, string Hash);
