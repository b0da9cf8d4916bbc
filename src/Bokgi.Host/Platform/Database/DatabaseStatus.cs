namespace Bokgi.Host.Platform.Database;

/// <summary>The size and load of a database.</summary>
/// <param name="SizeBytes">The size of the whole database on disk.</param>
/// <param name="Connections">Open connections, of all processes; null for SQLite, which does not count them.</param>
/// <param name="ClockUtc">The server's clock; null for SQLite, which has none.</param>
internal sealed record DatabaseStatus(long SizeBytes, int? Connections, DateTimeOffset? ClockUtc);
