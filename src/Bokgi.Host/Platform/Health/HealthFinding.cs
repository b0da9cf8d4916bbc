namespace Bokgi.Host.Platform.Health;

/// <summary>The result of a health check.</summary>
/// <param name="Level">How serious the finding is.</param>
/// <param name="Text">What was found, with a remedy if something is wrong; without secrets, paths and addresses.</param>
/// <param name="Values">What was measured, by a name that ends with the unit, such as <c>latency_ms</c>.</param>
internal sealed record HealthFinding(HealthLevel Level, LocalizedText Text, IReadOnlyDictionary<string, double> Values)
{
    private static readonly Dictionary<string, double> NoValues = [];

    public static HealthFinding Ok(string korean, string english, IReadOnlyDictionary<string, double>? values = null) =>
        new(HealthLevel.Ok, new LocalizedText(korean, english), values ?? NoValues);

    public static HealthFinding Critical(string korean, string english, IReadOnlyDictionary<string, double>? values = null) =>
        new(HealthLevel.Critical, new LocalizedText(korean, english), values ?? NoValues);
}
