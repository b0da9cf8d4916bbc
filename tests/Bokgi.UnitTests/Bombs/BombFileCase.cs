namespace Bokgi.UnitTests.Bombs;

/// <summary>A file of a test's list, which is named by its number alone.</summary>
public sealed class BombFileCase
{
    internal BombFileCase(BombFile file) => File = file;

    internal BombFile File { get; }
}
