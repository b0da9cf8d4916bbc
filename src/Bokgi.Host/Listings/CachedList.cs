namespace Bokgi.Host.Listings;

/// <summary>A list, and when an exchange reported it.</summary>
internal sealed record CachedList<T>(DateTimeOffset AsOf, IReadOnlyList<T> Items);
