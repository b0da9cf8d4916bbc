namespace Bokgi.ArchitectureFixture.Host.Backups;

/// <summary>Breach: the program's types must be internal.</summary>
public sealed class PublicBackup;
