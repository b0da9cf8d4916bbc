using Bokgi.Host.Platform.Health;

namespace Bokgi.Host.Health;

/// <summary>The health now and during the last hour.</summary>
/// <param name="Current">The latest report; null in the first seconds after the start.</param>
/// <param name="History">The reports of the last hour by this server, oldest first.</param>
internal sealed record HealthHistoryDocument(HealthReportDocument? Current, IReadOnlyList<HealthReportDocument> History)
{
    public static HealthHistoryDocument Of(IReadOnlyList<HealthReport> history) =>
        new(history.Count > 0 ? HealthReportDocument.Of(history[^1]) : null, [.. history.Select(HealthReportDocument.Of)]);
}
