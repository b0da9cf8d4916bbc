namespace Bokgi.ArchitectureFixture.Host.Backups;

/// <summary>Breaks the rule that the program's types are internal: is public.</summary>
public sealed class PublicBackup;
