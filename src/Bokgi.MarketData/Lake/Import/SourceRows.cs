using Bokgi.Series;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>The contents of a file as read, before symbol and timeframe are determined.</summary>
/// <param name="Format">The detected format.</param>
/// <param name="Map">The meanings of the columns.</param>
/// <param name="Rows">The rows in file order, times in UTC.</param>
/// <param name="Counter">The number of rows read, in total and per year.</param>
/// <param name="Timestamps">How the times were read.</param>
/// <param name="Symbol">The market that the file states.</param>
/// <param name="Timeframe">The length of the bars that the file states.</param>
/// <param name="Warnings">What the caller should know.</param>
internal sealed record SourceRows(
    ImportFormat Format,
    ColumnMap Map,
    CandleColumns Rows,
    RowCounter Counter,
    TimestampReader Timestamps,
    SourceClaim? Symbol,
    SourceClaim? Timeframe,
    IReadOnlyList<string> Warnings
)
{
    /// <summary>Rows left out because the file marks their bars as unfinished.</summary>
    public int Forming { get; init; }
}
