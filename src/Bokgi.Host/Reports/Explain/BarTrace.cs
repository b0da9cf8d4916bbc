using Bokgi.Strategies;
using Bokgi.Trading;

namespace Bokgi.Host.Reports.Explain;

/// <summary>What strategy and account did at a bar, recorded during a replay.</summary>
/// <param name="readings">The values and thresholds of the conditions.</param>
internal sealed class BarTrace(ConditionReading[] readings)
{
    public ConditionReading[] Readings => readings;

    /// <summary>The signal; null when there was none.</summary>
    public Signal? Signal { get; init; }

    /// <summary>The outcome of the signal; null until it is known.</summary>
    public SignalOutcome? Outcome { get; set; }

    /// <summary>The position that the signal opened, and its trade number.</summary>
    public (int Trade, OpenPosition Position)? Fill { get; set; }

    /// <summary>The position that was opened within the bar.</summary>
    public (int Trade, OpenPosition Position)? Entry { get; set; }

    /// <summary>The positions that were closed within the bar.</summary>
    public List<(int Number, Trade Trade)> Exits { get; } = [];

    /// <summary>The stop and target that applied within the bar.</summary>
    public PositionLevels? Watched { get; set; }

    /// <summary>The position at the bar's close.</summary>
    public (int Trade, OpenPosition Position)? Held { get; set; }
}
