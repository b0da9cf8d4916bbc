namespace Bokgi.Host.Platform.Health;

internal static class HealthLevels
{
    public static HealthLevel LevelOf(this Threshold threshold, double value) =>
        value >= threshold.Critical ? HealthLevel.Critical
        : value >= threshold.Warning ? HealthLevel.Warning
        : HealthLevel.Ok;
}
