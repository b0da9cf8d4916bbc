namespace Bokgi.Host.Listings;

/// <summary>What an exchange said.</summary>
/// <param name="AsOf">When.</param>
/// <param name="Items">What it said.</param>
internal sealed record KeptCopy<T>(DateTimeOffset AsOf, IReadOnlyList<T> Items);
