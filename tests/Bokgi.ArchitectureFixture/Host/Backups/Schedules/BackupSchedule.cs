using Bokgi.ArchitectureFixture.Host.Backups.Copies;

namespace Bokgi.ArchitectureFixture.Host.Backups.Schedules;

/// <summary>Breaks the rule that the folders of a feature form no cycle: uses Copies, which uses this folder.</summary>
internal sealed record BackupSchedule(BackupCopy? LastCopy);
