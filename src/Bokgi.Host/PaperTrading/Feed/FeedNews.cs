using Bokgi.Markets;

namespace Bokgi.Host.PaperTrading.Feed;

/// <summary>What a session hears of its exchange.</summary>
internal abstract record FeedNews
{
    private FeedNews() { }

    /// <summary>All trades of markets are seen from a time on.</summary>
    /// <param name="Symbols">The markets.</param>
    /// <param name="FromUtc">From when on, the exchange's time, microseconds UTC; the bar that holds it is seen in part.</param>
    public sealed record Covered(IReadOnlyList<Symbol> Symbols, long FromUtc) : FeedNews;

    /// <summary>Every bar that ended by a time is closed: where none is told, and the market is covered, nobody traded.</summary>
    /// <param name="UntilUtc">A bar's end, microseconds UTC.</param>
    /// <param name="Bars">The bars that are new, by time.</param>
    public sealed record Closed(long UntilUtc, IReadOnlyList<ClosedBar> Bars) : FeedNews;

    /// <summary>The connection was made or lost.</summary>
    public sealed record Connection(bool IsConnected, DateTimeOffset AtUtc, string? Reason) : FeedNews;
}
