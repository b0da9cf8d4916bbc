namespace Bokgi.Host.Platform.Health;

/// <summary>Something that reacts to the health of the system.</summary>
internal interface IHealthObserver
{
    /// <param name="last">The report before; null at the first one after the start.</param>
    /// <param name="report">The new report.</param>
    Task ReportedAsync(HealthReport? last, HealthReport report);
}
