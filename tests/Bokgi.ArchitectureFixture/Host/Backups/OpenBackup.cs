namespace Bokgi.ArchitectureFixture.Host.Backups;

/// <summary>Breach: a class that can be derived from and is not.</summary>
internal class OpenBackup;
