namespace Bokgi.Host.PaperTrading.Feed;

internal abstract record FeedUpdate
{
    private FeedUpdate() { }

    /// <summary>
    /// From this exchange time on, every trade of these markets is received; the bar that contains this time is incomplete.
    /// </summary>
    public sealed record WentLive(IReadOnlyList<Symbol> Symbols, long FromUtc) : FeedUpdate;

    /// <summary>All bars that ended by a time, in time order per symbol; a live market without a bar had no trades.</summary>
    public sealed record Closed(long UntilUtc, IReadOnlyList<ClosedBar> Bars) : FeedUpdate;

    public sealed record Connection(bool IsConnected, DateTimeOffset AtUtc, string? Reason) : FeedUpdate;
}
