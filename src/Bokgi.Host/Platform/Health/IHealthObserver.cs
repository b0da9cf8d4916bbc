namespace Bokgi.Host.Platform.Health;

/// <summary>Receives every health report, for example to send alerts.</summary>
internal interface IHealthObserver
{
    /// <param name="last">The previous report; null if the new report is the first one since the start.</param>
    /// <param name="report">The new report.</param>
    Task OnReportAsync(HealthReport? last, HealthReport report);
}
