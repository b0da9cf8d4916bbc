using Bokgi.ArchitectureFixture.Host.Backups.Schedules;

namespace Bokgi.ArchitectureFixture.Host.Backups.Copies;

/// <summary>Breach: two folders of a feature use each other.</summary>
internal sealed record BackupCopy(BackupSchedule? Schedule);
