namespace Bokgi.Host.Platform.Redis;

/// <summary>The load and the clock of a Redis server.</summary>
/// <param name="MemoryBytes">The memory that Redis has allocated.</param>
/// <param name="Clients">The number of connected clients, including those of other programs.</param>
/// <param name="ClockUtc">The time of the server's clock.</param>
internal sealed record RedisStatus(long MemoryBytes, int Clients, DateTimeOffset ClockUtc);
