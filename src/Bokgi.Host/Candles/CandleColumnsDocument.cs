namespace Bokgi.Host.Candles;

/// <summary>Candles as JSON, one array per column, by time, then symbol; a cell without a value is null.</summary>
internal sealed record CandleColumnsDocument(
    IReadOnlyList<string> Timestamp,
    IReadOnlyList<string> Symbol,
    IReadOnlyList<string> Timeframe,
    IReadOnlyList<double?> Open,
    IReadOnlyList<double?> High,
    IReadOnlyList<double?> Low,
    IReadOnlyList<double?> Close,
    IReadOnlyList<double?> Volume
);
