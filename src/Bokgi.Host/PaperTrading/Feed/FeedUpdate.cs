namespace Bokgi.Host.PaperTrading.Feed;

internal abstract record FeedUpdate
{
    private FeedUpdate() { }

    /// <summary>All trades of some markets are seen from a time of the exchange on; the bar that contains it is incomplete.</summary>
    public sealed record Covered(IReadOnlyList<Symbol> Symbols, long FromUtc) : FeedUpdate;

    /// <summary>Every bar that ended by a time is closed, in time order per symbol; a covered market without one had no trades.</summary>
    public sealed record Closed(long UntilUtc, IReadOnlyList<ClosedBar> Bars) : FeedUpdate;

    public sealed record Connection(bool IsConnected, DateTimeOffset AtUtc, string? Reason) : FeedUpdate;
}
