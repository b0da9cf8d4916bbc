namespace Bokgi.Host.Candles;

/// <summary>Candles, one array per column, by time, then symbol; a cell without a value is null.</summary>
/// <param name="Timestamp">When the bar opens.</param>
/// <param name="Symbol">The market.</param>
/// <param name="Timeframe">The length of the bar.</param>
/// <param name="Open">Quote currency.</param>
/// <param name="High">Quote currency.</param>
/// <param name="Low">Quote currency.</param>
/// <param name="Close">Quote currency.</param>
/// <param name="Volume">Base currency.</param>
/// <param name="Warnings">What one should know, such as a symbol without candles in the range; null when there is nothing.</param>
internal sealed record CandleColumnsDocument(
    IReadOnlyList<string> Timestamp,
    IReadOnlyList<string> Symbol,
    IReadOnlyList<string> Timeframe,
    IReadOnlyList<double?> Open,
    IReadOnlyList<double?> High,
    IReadOnlyList<double?> Low,
    IReadOnlyList<double?> Close,
    IReadOnlyList<double?> Volume,
    IReadOnlyList<string>? Warnings
);
