namespace Bokgi.Host.Listings;

/// <summary>A list that an exchange reported.</summary>
/// <param name="AsOf">When it was reported.</param>
/// <param name="Items">The items.</param>
internal sealed record CachedList<T>(DateTimeOffset AsOf, IReadOnlyList<T> Items);
