using Bokgi.ArchitectureFixture.Host.Backups.Copies;

namespace Bokgi.ArchitectureFixture.Host.Backups.Schedules;

/// <summary>Breach: two folders of a feature use each other.</summary>
internal sealed record BackupSchedule(BackupCopy? LastCopy);
