using Bokgi.ArchitectureFixture.Host.Alerts;

namespace Bokgi.ArchitectureFixture.Host.Platform;

/// <summary>Breach: Platform may use no feature.</summary>
internal sealed record AlertSetting(Alert Alert);
