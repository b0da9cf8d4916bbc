using Bokgi.ArchitectureFixture.Host.Alerts;

namespace Bokgi.ArchitectureFixture.Host.Platform;

/// <summary>Breaks the rule that Platform uses no feature: has an alert.</summary>
internal sealed record AlertSetting(Alert Alert);
