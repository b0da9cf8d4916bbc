namespace Bokgi.Host.Candles;

/// <summary>The quality of a symbol's stored candles.</summary>
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
            report.UnknownBars,
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
