using Bokgi.Host.Backtests.Documents;

namespace Bokgi.Host.Backtests.Charts;

/// <summary>Candles of a run with what the run did on them.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Symbol">The market.</param>
/// <param name="Timeframe">The length of the candles.</param>
/// <param name="Candles">The candles, one array per column.</param>
/// <param name="Levels">For each candle the price it had to reach for a signal; null where there was none.</param>
/// <param name="Entries">Trades that were entered in this part.</param>
/// <param name="Exits">Trades that were left in this part.</param>
/// <param name="NextStart">Where the next part starts; null when this was the last one.</param>
/// <param name="IsUnchanged">Whether the lake still has the candles that the run saw; when not, levels and trades are of other candles. Null when this part ends before the run does, and not all of them were looked at.</param>
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
