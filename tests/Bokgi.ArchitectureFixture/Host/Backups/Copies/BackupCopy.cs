using Bokgi.ArchitectureFixture.Host.Backups.Schedules;

namespace Bokgi.ArchitectureFixture.Host.Backups.Copies;

/// <summary>Breaks the rule that the folders of a feature form no cycle: uses Schedules, which uses this folder.</summary>
internal sealed record BackupCopy(BackupSchedule? Schedule);
