namespace Bokgi.Host.Platform.Health;

/// <summary>How serious a finding is, least serious first.</summary>
internal enum HealthLevel
{
    Ok,
    Warning,
    Critical,
}
