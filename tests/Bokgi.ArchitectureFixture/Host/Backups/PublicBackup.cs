namespace Bokgi.ArchitectureFixture.Host.Backups;

/// <summary>Breach: nobody outside the program needs its types.</summary>
public sealed class PublicBackup;
