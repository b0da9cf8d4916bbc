namespace Bokgi.UnitTests.Bombs;

/// <summary>A test case with a <see cref="BombFile"/>. It wraps the file, so that the case's name does not list all properties of the file.</summary>
public sealed class BombFileCase
{
    internal BombFileCase(BombFile file) => File = file;

    internal BombFile File { get; }
}
