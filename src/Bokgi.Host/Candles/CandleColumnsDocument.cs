namespace Bokgi.Host.Candles;

/// <summary>Candles, one array per column, sorted by time, then symbol; missing values are null.</summary>
/// <param name="Timestamp">Open time of the bar.</param>
/// <param name="Symbol">The market.</param>
/// <param name="Timeframe">The length of the bar.</param>
/// <param name="Open">In quote currency.</param>
/// <param name="High">In quote currency.</param>
/// <param name="Low">In quote currency.</param>
/// <param name="Close">In quote currency.</param>
/// <param name="Volume">In base currency.</param>
/// <param name="Warnings">Warnings, such as a symbol without candles in the range; null when there are none.</param>
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
