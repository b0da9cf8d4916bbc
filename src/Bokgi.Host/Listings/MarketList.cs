namespace Bokgi.Host.Listings;

/// <summary>Markets of an exchange.</summary>
/// <param name="Markets">By symbol.</param>
/// <param name="TotalCount">How many there are.</param>
/// <param name="AsOf">When the exchange told them.</param>
/// <param name="AgeSeconds">How long ago that is.</param>
/// <param name="IsStale">Whether that is longer than it should be, since the exchange does not answer.</param>
/// <param name="GoneSince">Since when it does not; null while it does.</param>
internal sealed record MarketList(
    IReadOnlyList<MarketDocument> Markets,
    int TotalCount,
    string AsOf,
    double AgeSeconds,
    bool IsStale,
    string? GoneSince
)
{
    public static async Task<MarketList> OfAsync(MarketBook book, CancellationToken cancel)
    {
        var copy = await book.Markets.GetAsync(cancel);
        return new MarketList(
            copy.Items,
            copy.Items.Count,
            CopyTime.Text(copy.AsOf),
            book.SecondsSince(copy.AsOf),
            book.Markets.IsStale(copy),
            book.Exchange.State.GoneSinceUtc is { } since ? CopyTime.Text(since) : null
        );
    }
}
