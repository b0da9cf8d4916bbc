namespace Bokgi.UnitTests.Bombs;

/// <summary>Wraps a file, so that the name of a test case does not list all properties of the file.</summary>
public sealed class BombFileCase
{
    internal BombFileCase(BombFile file) => File = file;

    internal BombFile File { get; }
}
