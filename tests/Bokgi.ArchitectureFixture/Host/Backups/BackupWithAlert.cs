using Bokgi.ArchitectureFixture.Host.Alerts;

namespace Bokgi.ArchitectureFixture.Host.Backups;

/// <summary>Breach: a feature uses another that is not on its list.</summary>
internal sealed record BackupWithAlert(Alert Alert);
