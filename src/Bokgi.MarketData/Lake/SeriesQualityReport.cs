using Bokgi.Markets;

namespace Bokgi.MarketData.Lake;

/// <summary>The quality of the stored candles of a symbol and timeframe in a range.</summary>
/// <param name="Symbol">The market.</param>
/// <param name="Timeframe">The length of the bars.</param>
/// <param name="FirstUtc">First open time, microseconds UTC; null without rows.</param>
/// <param name="LastUtc">Last open time, microseconds UTC; null without rows.</param>
/// <param name="Rows">Rows with distinct times.</param>
/// <param name="ExpectedBars">The number of bars from the first to the last if none were missing.</param>
/// <param name="CoveredShare">Bars on the grid divided by <paramref name="ExpectedBars"/>, 0 to 1; 0 without rows.</param>
/// <param name="Gaps">Where bars are missing, ascending; a gap whose reason is known only in part is split into its parts.</param>
/// <param name="Days">The Korean days from the first bar to the last; none for bars longer than a day.</param>
/// <param name="Source">The source of the bars, as in <see cref="CollectionRecord.Source"/>; null when unknown.</param>
/// <param name="Duplicates">Rows dropped because a later row has the same time.</param>
/// <param name="OutOfOrder">Rows with a time before that of the preceding row.</param>
/// <param name="OffGridBars">Rows whose open time is not on the grid of the timeframe.</param>
/// <param name="OverlappingBars">Rows that open before the preceding one has ended.</param>
/// <param name="Repeated">
/// Bars that occur again some hours later, as after two imports in different time zones; null when there are none.
/// </param>
/// <param name="InvalidBars">Bars that a backtest skips, ascending.</param>
/// <param name="ZeroVolumeBars">Bars with a volume of zero.</param>
/// <param name="Jumps">Closes far from the close of the preceding valid bar, ascending.</param>
public sealed record SeriesQualityReport(
    Symbol Symbol,
    Timeframe Timeframe,
    long? FirstUtc,
    long? LastUtc,
    int Rows,
    long ExpectedBars,
    double CoveredShare,
    IReadOnlyList<CandleGap> Gaps,
    IReadOnlyList<CoverageDay> Days,
    string? Source,
    int Duplicates,
    int OutOfOrder,
    int OffGridBars,
    int OverlappingBars,
    RepeatedBars? Repeated,
    IReadOnlyList<InvalidBar> InvalidBars,
    int ZeroVolumeBars,
    IReadOnlyList<PriceJump> Jumps
)
{
    /// <summary>Missing bars that the exchange never produced, because there were no trades.</summary>
    public long NoTradeBars => Gaps.Where(gap => gap.Reason == CandleGapReason.NoTrade).Sum(gap => gap.Bars);

    /// <summary>Missing bars whose reason is unknown.</summary>
    public long UnexplainedMissingBars => Gaps.Where(gap => gap.Reason == CandleGapReason.Unknown).Sum(gap => gap.Bars);
}
