namespace Bokgi.Host.Listings;

/// <summary>Current prices of an exchange's markets.</summary>
/// <param name="Tickers">The prices, most traded market first.</param>
/// <param name="TotalCount">The number of markets.</param>
/// <param name="AsOf">When the exchange reported them.</param>
/// <param name="AgeSeconds">The age of the prices in seconds.</param>
/// <param name="IsStale">Whether they are older than they should be because the exchange does not answer.</param>
/// <param name="GoneSince">When it stopped answering; null while it answers.</param>
internal sealed record TickerList(
    IReadOnlyList<TickerDocument> Tickers,
    int TotalCount,
    string AsOf,
    double AgeSeconds,
    bool IsStale,
    string? GoneSince
)
{
    public static async Task<TickerList> GetAsync(MarketCache cache, CancellationToken cancel)
    {
        var cached = await cache.Tickers.GetAsync(cancel);
        var (asOf, age, isStale, goneSince) = cache.Tickers.DescribeAge(cached);
        return new TickerList(cached.Items, cached.Items.Count, asOf, age, isStale, goneSince);
    }
}
