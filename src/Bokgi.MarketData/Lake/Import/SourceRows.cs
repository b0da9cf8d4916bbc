using Bokgi.Series;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>What a reader made of a file, before symbol and timeframe are settled.</summary>
/// <param name="Format">What the file was taken for.</param>
/// <param name="Map">Which column was taken for what.</param>
/// <param name="Rows">The rows in file order, times in UTC.</param>
/// <param name="Intake">What was counted while they were read.</param>
/// <param name="Stamps">Why the times are what they are.</param>
/// <param name="Symbol">What the file itself says of the market.</param>
/// <param name="Timeframe">What the file itself says of the bars' length.</param>
/// <param name="Warnings">What the caller should know.</param>
internal sealed record SourceRows(
    ImportFormat Format,
    ColumnMap Map,
    CandleColumns Rows,
    RowIntake Intake,
    StampReader Stamps,
    SourceClaim? Symbol,
    SourceClaim? Timeframe,
    IReadOnlyList<string> Warnings
)
{
    /// <summary>Rows that were left out since the file says that their bars have not ended.</summary>
    public int Unfinished { get; init; }
}
