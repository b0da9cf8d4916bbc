namespace Bokgi.Host.Tasks;

/// <summary>A worker's data differ from the data the work was cut for.</summary>
internal sealed class DataDifferException(string file) : Exception($"{file} is not as it was when the work was cut")
{
    public string File { get; } = file;
}
