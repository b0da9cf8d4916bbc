namespace Bokgi.ArchitectureFixture.Host.Platform;

internal sealed record Setting(string Name);
