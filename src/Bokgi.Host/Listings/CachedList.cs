namespace Bokgi.Host.Listings;

/// <summary>A list from an exchange, and when it was requested.</summary>
internal sealed record CachedList<T>(DateTimeOffset AsOf, IReadOnlyList<T> Items);
