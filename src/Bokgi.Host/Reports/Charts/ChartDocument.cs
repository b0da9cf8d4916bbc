using Bokgi.Host.Runs.Documents;

namespace Bokgi.Host.Reports.Charts;

/// <summary>A part of a run's candles, with its levels and trades.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Symbol">The market.</param>
/// <param name="Timeframe">The length of the candles.</param>
/// <param name="Candles">The candles, one array per column.</param>
/// <param name="Levels">For each candle, the price it had to reach for a signal; null where there was no such price.</param>
/// <param name="Entries">Trades that were entered in this part.</param>
/// <param name="Exits">Trades that were exited in this part.</param>
/// <param name="NextStart">The start of the next part; null when this is the last one.</param>
/// <param name="IsUnchanged">
/// Whether the lake still has the candles that the run used; if false, the levels and trades belong to other candles. Null when this part
/// ends before the run does and the remaining candles were not checked.
/// </param>
internal sealed record ChartDocument(
    string RunId,
    string Symbol,
    string Timeframe,
    ChartDocument.Columns Candles,
    IReadOnlyList<double?> Levels,
    IReadOnlyList<TradeDocument> Entries,
    IReadOnlyList<TradeDocument> Exits,
    string? NextStart,
    bool? IsUnchanged
)
{
    /// <summary>One array per column.</summary>
    internal sealed record Columns(
        IReadOnlyList<string> Timestamp,
        IReadOnlyList<double> Open,
        IReadOnlyList<double> High,
        IReadOnlyList<double> Low,
        IReadOnlyList<double> Close,
        IReadOnlyList<double> Volume
    );
}
