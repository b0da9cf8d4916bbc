namespace Bokgi.Host.PaperTrading.Simulation;

internal abstract record SessionEvent(PairPlan Pair)
{
    /// <summary>
    /// A signal at the close of the bar that opened at BarUtc; not an order while a position is open or the pair is paused.
    /// </summary>
    public sealed record Signalled(PairPlan Pair, long BarUtc, Signal Signal, bool IsOrder, bool IsLate) : SessionEvent(Pair);

    public sealed record Entered(PairPlan Pair, OpenPosition Position, bool IsLate) : SessionEvent(Pair);

    /// <summary>A position was sold: Money has the amounts in exact decimals. Late if its entry bar or its exit bar came late.</summary>
    public sealed record Closed(PairPlan Pair, Trade Trade, Position Money, bool IsLate) : SessionEvent(Pair);
}
