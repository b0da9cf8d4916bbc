namespace Bokgi.Host.Tasks;

/// <summary>A worker's data differ from the data that the task was cut into pieces for.</summary>
internal sealed class DataDifferException(string file) : Exception($"{file} is not the same as when the task was cut into pieces")
{
    public string File { get; } = file;
}
