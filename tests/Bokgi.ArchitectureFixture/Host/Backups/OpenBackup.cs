namespace Bokgi.ArchitectureFixture.Host.Backups;

/// <summary>Breach: an unsealed class that nothing derives from.</summary>
internal class OpenBackup;
