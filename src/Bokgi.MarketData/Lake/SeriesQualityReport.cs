using Bokgi.Markets;

namespace Bokgi.MarketData.Lake;

/// <summary>How good the stored candles of a symbol and timeframe are in a range.</summary>
/// <param name="Symbol">The market.</param>
/// <param name="Timeframe">The length of the bars.</param>
/// <param name="FirstUtc">First open time, microseconds UTC; null without rows.</param>
/// <param name="LastUtc">Last open time, microseconds UTC; null without rows.</param>
/// <param name="Rows">Rows of different times.</param>
/// <param name="ExpectedBars">Bars from the first to the last if none were absent.</param>
/// <param name="CoveredShare">Bars that are there and open where bars do, over <paramref name="ExpectedBars"/>, 0 to 1; 0 without rows.</param>
/// <param name="Gaps">Where bars are absent, ascending; a gap that is known in part only stands there in its parts.</param>
/// <param name="Days">The Korean days from the first bar to the last; none for bars longer than a day.</param>
/// <param name="Source">Where the bars come from, as <see cref="CollectionRecord.Source"/>; null when it is not known.</param>
/// <param name="Duplicates">Rows put aside because a later one had the same time.</param>
/// <param name="OutOfOrder">Rows whose time lay before that of the row in front of them.</param>
/// <param name="OffGridBars">Rows that open where no bar of that length does.</param>
/// <param name="OverlappingBars">Rows that open before the one in front of them has ended.</param>
/// <param name="Repeated">The same bars again some hours later, as of two imports in different zones; null when there are none.</param>
/// <param name="InvalidBars">Bars a backtest leaves out, ascending.</param>
/// <param name="ZeroVolumeBars">Bars without any volume.</param>
/// <param name="Jumps">Closes far from the close of the valid bar before them, ascending.</param>
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
    /// <summary>Absent bars of which it is known that the exchange never made them, since nobody traded.</summary>
    public long NoTradeBars => Gaps.Where(gap => gap.Reason == CandleGapReason.NoTrade).Sum(gap => gap.Bars);

    /// <summary>Absent bars of which nobody knows why.</summary>
    public long UnknownBars => Gaps.Where(gap => gap.Reason == CandleGapReason.Unknown).Sum(gap => gap.Bars);
}
