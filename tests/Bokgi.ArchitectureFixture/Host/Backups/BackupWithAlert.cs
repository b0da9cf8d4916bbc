using Bokgi.ArchitectureFixture.Host.Alerts;

namespace Bokgi.ArchitectureFixture.Host.Backups;

/// <summary>Breach: a feature uses another that its rule does not allow.</summary>
internal sealed record BackupWithAlert(Alert Alert);
