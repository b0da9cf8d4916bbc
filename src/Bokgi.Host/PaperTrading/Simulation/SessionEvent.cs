using Bokgi.Strategies;
using Bokgi.Trading;

namespace Bokgi.Host.PaperTrading.Simulation;

/// <summary>An event of a pair.</summary>
internal abstract record SessionEvent(PairPlan Pair)
{
    /// <summary>The strategy gave a signal at a bar's close.</summary>
    /// <param name="Pair">The pair.</param>
    /// <param name="BarUtc">Open time of the bar, microseconds UTC.</param>
    /// <param name="Signal">The signal.</param>
    /// <param name="IsOrder">Whether it becomes an order; it does not while a position is held or the pair is paused.</param>
    /// <param name="IsLate">Whether the bar came late.</param>
    public sealed record Signalled(PairPlan Pair, long BarUtc, Signal Signal, bool IsOrder, bool IsLate) : SessionEvent(Pair);

    /// <summary>A position was bought.</summary>
    public sealed record Entered(PairPlan Pair, OpenPosition Position, bool IsLate) : SessionEvent(Pair);

    /// <summary>A position was sold.</summary>
    /// <param name="Pair">The pair.</param>
    /// <param name="Trade">The trade as the account decided it.</param>
    /// <param name="Money">Its costs and proceeds, exact.</param>
    /// <param name="IsLate">Whether it was entered or exited on a bar that came late.</param>
    public sealed record Closed(PairPlan Pair, Trade Trade, Position Money, bool IsLate) : SessionEvent(Pair);
}
