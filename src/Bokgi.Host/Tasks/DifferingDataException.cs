namespace Bokgi.Host.Tasks;

/// <summary>A candle file of this worker differs from the file that was used to cut the task into pieces.</summary>
internal sealed class DifferingDataException(string file) : Exception($"{file} is not the same as when the task was cut into pieces")
{
    public string File { get; } = file;
}
