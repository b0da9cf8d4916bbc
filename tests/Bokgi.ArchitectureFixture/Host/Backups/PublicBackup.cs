namespace Bokgi.ArchitectureFixture.Host.Backups;

/// <summary>Breach: the program's types are internal.</summary>
public sealed class PublicBackup;
