namespace Bokgi.Host.Tasks;

/// <summary>A file of this worker differs from the one for which the task was cut into pieces.</summary>
internal sealed class DifferingDataException(string file) : Exception($"{file} is not the same as when the task was cut into pieces")
{
    public string File { get; } = file;
}
