namespace Bokgi.Host.Platform.Health;

internal static class HealthLevels
{
    /// <summary>The level of a measured value, of which higher values are worse.</summary>
    public static HealthLevel LevelOf(this Threshold threshold, double value) =>
        value >= threshold.Critical ? HealthLevel.Critical
        : value >= threshold.Warning ? HealthLevel.Warning
        : HealthLevel.Ok;
}
