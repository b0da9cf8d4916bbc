namespace Bokgi.Host.PaperTrading.Feed;

/// <summary>A message from a live feed to a session.</summary>
internal abstract record FeedUpdate
{
    private FeedUpdate() { }

    /// <summary>
    /// From this exchange time on, every trade of these markets is received; the bar that contains this time is incomplete.
    /// </summary>
    public sealed record SymbolsWentLive(IReadOnlyList<Symbol> Symbols, long FromUtc) : FeedUpdate;

    /// <summary>
    /// The bars that have closed since the previous message of this kind, in time order per symbol. Every bar that ended by UntilUtc has
    /// closed. A live market that has no bar for a period had no trades in it.
    /// </summary>
    public sealed record BarsClosed(long UntilUtc, IReadOnlyList<ClosedBar> Bars) : FeedUpdate;

    /// <summary>The connection to the exchange was made, or was lost for the given reason.</summary>
    public sealed record ConnectionChanged(bool IsConnected, DateTimeOffset AtUtc, string? Reason) : FeedUpdate;
}
