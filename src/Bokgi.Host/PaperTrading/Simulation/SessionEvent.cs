namespace Bokgi.Host.PaperTrading.Simulation;

/// <summary>An effect that a candle or a command has on one pair of a session.</summary>
internal abstract record SessionEvent(PairPlan Pair)
{
    /// <summary>
    /// A signal at the close of the bar that opened at BarUtc. IsOrder is false if the pair is paused or already has a position. IsLate is true
    /// if the bar was processed after the next bar had closed.
    /// </summary>
    public sealed record Signalled(PairPlan Pair, long BarUtc, Signal Signal, bool IsOrder, bool IsLate) : SessionEvent(Pair);

    /// <summary>A position was bought. IsLate is true if the entry bar was late.</summary>
    public sealed record Entered(PairPlan Pair, OpenPosition Position, bool IsLate) : SessionEvent(Pair);

    /// <summary>A position was sold; the book entry has the exact amounts. IsLate is true if the entry bar or the exit bar was late.</summary>
    public sealed record Closed(PairPlan Pair, Trade Trade, Position BookEntry, bool IsLate) : SessionEvent(Pair);
}
