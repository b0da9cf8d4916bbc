using Bokgi.Host.Platform.Health;

namespace Bokgi.Host.Health;

/// <summary>The health of the whole system.</summary>
/// <param name="Status">The most serious level of all checks.</param>
/// <param name="Timestamp">When it was checked.</param>
/// <param name="Checks">The checks of everything that is configured.</param>
internal sealed record HealthReportDocument(HealthLevel Status, string Timestamp, IReadOnlyList<HealthReportDocument.CheckDocument> Checks)
{
    public static HealthReportDocument Of(HealthReport report) =>
        new(
            report.Level,
            UnixTime.Format(UnixTime.FromDateTime(report.Time.UtcDateTime)),
            [
                .. report.Checks.Select(check => new CheckDocument(
                    check.Name,
                    check.Finding.Level,
                    check.Finding.Text.En,
                    check.Finding.Values
                )),
            ]
        );

    /// <param name="Name">What was checked.</param>
    /// <param name="Level">How serious the finding is.</param>
    /// <param name="Message">What was found, with a remedy if something is wrong.</param>
    /// <param name="Values">What was measured; names end with the unit.</param>
    internal sealed record CheckDocument(string Name, HealthLevel Level, string Message, IReadOnlyDictionary<string, double> Values);
}
