namespace Bokgi.Host.Listings;

/// <summary>Markets of an exchange.</summary>
/// <param name="Markets">The markets, by symbol.</param>
/// <param name="TotalCount">The number of markets.</param>
/// <param name="AsOf">When the exchange reported them.</param>
/// <param name="AgeSeconds">The age of the list in seconds.</param>
/// <param name="IsStale">Whether it is older than it should be because the exchange does not answer.</param>
/// <param name="GoneSince">When it stopped answering; null while it answers.</param>
internal sealed record MarketList(
    IReadOnlyList<MarketDocument> Markets,
    int TotalCount,
    string AsOf,
    double AgeSeconds,
    bool IsStale,
    string? GoneSince
)
{
    public static async Task<MarketList> GetAsync(MarketCache cache, CancellationToken cancel)
    {
        var cached = await cache.Markets.GetAsync(cancel);
        var (asOf, age, isStale, goneSince) = cache.Markets.DescribeAge(cached);
        return new MarketList(cached.Items, cached.Items.Count, asOf, age, isStale, goneSince);
    }
}
