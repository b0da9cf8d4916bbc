namespace Bokgi.UnitTests.Bombs;

/// <summary>Wraps a file so that a test case is named by its index only.</summary>
public sealed class BombFileCase
{
    internal BombFileCase(BombFile file) => File = file;

    internal BombFile File { get; }
}
