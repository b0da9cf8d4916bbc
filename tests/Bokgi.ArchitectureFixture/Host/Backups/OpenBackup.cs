namespace Bokgi.ArchitectureFixture.Host.Backups;

/// <summary>Breaks the rule that a class is sealed unless something derives from it: is neither sealed nor a base class.</summary>
internal class OpenBackup;
