using Bokgi.Strategies;
using Bokgi.Trading;

namespace Bokgi.Host.Backtests.Explain;

/// <summary>What strategy and account did at a bar, written down while they are replayed.</summary>
/// <param name="readings">What the bar was compared with.</param>
internal sealed class BarTrace(ConditionReading[] readings)
{
    public ConditionReading[] Readings => readings;

    /// <summary>The signal, when there was one.</summary>
    public Signal? Signal { get; init; }

    /// <summary>What came of it; null as long as nothing did.</summary>
    public SignalOutcome? Outcome { get; set; }

    /// <summary>The position that the signal opened, and its number.</summary>
    public (int Trade, OpenPosition Position)? Fill { get; set; }

    /// <summary>The position that was opened within the bar.</summary>
    public (int Trade, OpenPosition Position)? Entry { get; set; }

    /// <summary>The positions that were left within it.</summary>
    public List<(int Number, Trade Trade)> Exits { get; } = [];

    /// <summary>The levels that were watched within it.</summary>
    public PositionLevels? Watched { get; set; }

    /// <summary>The position at its close.</summary>
    public (int Trade, OpenPosition Position)? Held { get; set; }
}
