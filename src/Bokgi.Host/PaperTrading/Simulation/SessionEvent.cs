namespace Bokgi.Host.PaperTrading.Simulation;

internal abstract record SessionEvent(PairPlan Pair)
{
    /// <summary>A signal at the close of a bar, named by its open; no order while a position is held or the pair is paused.</summary>
    public sealed record Signalled(PairPlan Pair, long BarUtc, Signal Signal, bool IsOrder, bool IsLate) : SessionEvent(Pair);

    public sealed record Entered(PairPlan Pair, OpenPosition Position, bool IsLate) : SessionEvent(Pair);

    /// <summary>A position was sold: as the account decided it, and in exact money. It is late if either of its bars came late.</summary>
    public sealed record Closed(PairPlan Pair, Trade Trade, Position Money, bool IsLate) : SessionEvent(Pair);
}
