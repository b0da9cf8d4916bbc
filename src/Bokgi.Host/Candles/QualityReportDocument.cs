namespace Bokgi.Host.Candles;

/// <summary>The quality of a symbol's stored candles.</summary>
/// <param name="Symbol">The market.</param>
/// <param name="Timeframe">The length of the bars.</param>
/// <param name="First">Open time of the first bar; null without rows.</param>
/// <param name="Last">Open time of the last bar; null without rows.</param>
/// <param name="Rows">Rows with distinct times.</param>
/// <param name="ExpectedBars">The number of bars from the first to the last if none were missing.</param>
/// <param name="CoveredShare">Bars on the grid divided by the expected bars, 0 to 1.</param>
/// <param name="Source">The exchange from which the bars were collected, or synthetic; null if unknown.</param>
/// <param name="NoTradeBars">Missing bars that the exchange never made because there were no trades.</param>
/// <param name="UnknownBars">Missing bars for which no reason is known.</param>
/// <param name="Gaps">Where bars are missing, ascending.</param>
/// <param name="Duplicates">Rows left out because a later row had the same time.</param>
/// <param name="OutOfOrder">Rows whose time was before that of the preceding row.</param>
/// <param name="OffGridBars">Rows whose open time is not on the timeframe's grid.</param>
/// <param name="OverlappingBars">Rows that open before the preceding bar has ended.</param>
/// <param name="Repeated">Bars that occur again some hours later; null when there are none.</param>
/// <param name="InvalidBars">Bars that a backtest leaves out, ascending.</param>
/// <param name="ZeroVolumeBars">Bars with a volume of zero.</param>
/// <param name="PriceJumps">Closes far from the close of the preceding valid bar, ascending.</param>
internal sealed record QualityReportDocument(
    string Symbol,
    string Timeframe,
    string? First,
    string? Last,
    int Rows,
    long ExpectedBars,
    double CoveredShare,
    string? Source,
    long NoTradeBars,
    long UnknownBars,
    IReadOnlyList<QualityReportDocument.Gap> Gaps,
    int Duplicates,
    int OutOfOrder,
    int OffGridBars,
    int OverlappingBars,
    QualityReportDocument.Repetition? Repeated,
    IReadOnlyList<QualityReportDocument.Invalid> InvalidBars,
    int ZeroVolumeBars,
    IReadOnlyList<QualityReportDocument.Jump> PriceJumps
)
{
    public static QualityReportDocument Of(SeriesQualityReport report) =>
        new(
            report.Symbol.Code,
            report.Timeframe.Name,
            report.FirstUtc is { } first ? UnixTime.Format(first) : null,
            report.LastUtc is { } last ? UnixTime.Format(last) : null,
            report.Rows,
            report.ExpectedBars,
            report.CoveredShare,
            report.Source,
            report.NoTradeBars,
            report.UnexplainedMissingBars,
            [
                .. report.Gaps.Select(gap => new Gap(
                    UnixTime.Format(gap.FromUtc),
                    UnixTime.Format(gap.ToUtc),
                    gap.Bars,
                    WireNames.Of(gap.Reason)
                )),
            ],
            report.Duplicates,
            report.OutOfOrder,
            report.OffGridBars,
            report.OverlappingBars,
            report.Repeated is { } repetition ? new Repetition(repetition.Hours, repetition.Bars) : null,
            [.. report.InvalidBars.Select(bar => new Invalid(UnixTime.Format(bar.TimeUtc), WireNames.Of(bar.Fault)))],
            report.ZeroVolumeBars,
            [.. report.Jumps.Select(jump => new Jump(UnixTime.Format(jump.TimeUtc), jump.Change))]
        );

    internal sealed record Gap(string From, string To, long Bars, string Reason);

    /// <param name="HoursLater">
    /// The number of hours after which the same bars occur again, as after two imports in different time zones.
    /// </param>
    /// <param name="Bars">The number of repeated bars.</param>
    internal sealed record Repetition(int HoursLater, int Bars);

    internal sealed record Invalid(string Timestamp, string Reason);

    /// <param name="Timestamp">Open time of the later bar.</param>
    /// <param name="Change">Close divided by the previous close, minus 1.</param>
    internal sealed record Jump(string Timestamp, double Change);
}
