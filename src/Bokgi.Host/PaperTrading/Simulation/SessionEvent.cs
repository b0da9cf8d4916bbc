using Bokgi.Strategies;
using Bokgi.Trading;

namespace Bokgi.Host.PaperTrading.Simulation;

/// <summary>An event of a pair.</summary>
internal abstract record SessionEvent(PaperPair Pair)
{
    /// <summary>The strategy gave a signal at a bar's close.</summary>
    /// <param name="Pair">The pair.</param>
    /// <param name="BarUtc">Open time of the bar, microseconds UTC.</param>
    /// <param name="Signal">The signal.</param>
    /// <param name="IsOrder">Whether it becomes an order; it does not while a position is held or the pair is paused.</param>
    /// <param name="IsLate">Whether the bar came late.</param>
    public sealed record Signalled(PaperPair Pair, long BarUtc, Signal Signal, bool IsOrder, bool IsLate) : SessionEvent(Pair);

    /// <summary>A position was bought.</summary>
    public sealed record Entered(PaperPair Pair, OpenPosition Position, bool IsLate) : SessionEvent(Pair);

    /// <summary>A position was sold.</summary>
    public sealed record Closed(PaperPair Pair, Trade Trade, bool IsLate) : SessionEvent(Pair);
}
