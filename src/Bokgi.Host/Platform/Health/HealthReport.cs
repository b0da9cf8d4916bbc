namespace Bokgi.Host.Platform.Health;

/// <summary>The findings of all checks at one time.</summary>
internal sealed record HealthReport(DateTimeOffset Time, IReadOnlyList<HealthReport.Check> Checks)
{
    /// <summary>The most serious level of all checks.</summary>
    public HealthLevel Level => Checks.Count > 0 ? Checks.Max(check => check.Finding.Level) : HealthLevel.Ok;

    internal sealed record Check(string Name, HealthFinding Finding)
    {
        /// <summary>The machine that was checked; null if the check is of something that all servers share.</summary>
        public string? Machine { get; init; }
    }
}
