namespace Bokgi.Host.Candles;

/// <summary>The quality of a symbol's stored candles, as a whole and day by day.</summary>
/// <param name="Report">The report for the whole range.</param>
/// <param name="CoveragePerDay">The days from the first bar to the last; empty for bars longer than a day.</param>
internal sealed record SymbolQualityDocument(QualityReportDocument Report, IReadOnlyList<DayCoverage> CoveragePerDay)
{
    public static SymbolQualityDocument Of(SeriesQualityReport report) =>
        new(QualityReportDocument.Of(report), [.. report.Days.Select(DayCoverage.Of)]);
}
