using Bokgi.Markets;

namespace Bokgi.Host.PaperTrading.Feed;

/// <summary>A message of an exchange's feed to a session.</summary>
internal abstract record FeedUpdate
{
    private FeedUpdate() { }

    /// <summary>All trades of some markets are seen from a time on.</summary>
    /// <param name="Symbols">The markets.</param>
    /// <param name="FromUtc">That time, by the exchange's clock, microseconds UTC; the bar that contains it is incomplete.</param>
    public sealed record Covered(IReadOnlyList<Symbol> Symbols, long FromUtc) : FeedUpdate;

    /// <summary>Every bar that ended by a time is closed; a covered market without a bar had no trades.</summary>
    /// <param name="UntilUtc">A bar's end, microseconds UTC.</param>
    /// <param name="Bars">The new bars, in time order per symbol.</param>
    public sealed record Closed(long UntilUtc, IReadOnlyList<ClosedBar> Bars) : FeedUpdate;

    /// <summary>The connection was made or lost.</summary>
    public sealed record Connection(bool IsConnected, DateTimeOffset AtUtc, string? Reason) : FeedUpdate;
}
