namespace Bokgi.Host.Platform.Redis;

/// <summary>The load of a Redis server.</summary>
/// <param name="MemoryBytes">The memory that its data take.</param>
/// <param name="Clients">Connected clients, of all programs.</param>
/// <param name="ClockUtc">The server's clock.</param>
internal sealed record RedisStatus(long MemoryBytes, int Clients, DateTimeOffset ClockUtc);
