using Bokgi.ArchitectureFixture.Host.Alerts;

namespace Bokgi.ArchitectureFixture.Host.Backups;

/// <summary>Breach: one feature uses another that the allow-list does not give it.</summary>
internal sealed record BackupWithAlert(Alert Alert);
