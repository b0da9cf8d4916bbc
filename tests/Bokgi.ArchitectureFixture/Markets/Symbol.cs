namespace Bokgi.ArchitectureFixture.Markets;

internal readonly record struct Symbol(string Name);
