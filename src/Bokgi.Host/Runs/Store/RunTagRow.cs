namespace Bokgi.Host.Runs.Store;

internal sealed class RunTagRow
{
    public long RunNumber { get; init; }
    public required string Tag { get; init; }

    /// <summary>Its position among the run's tags, from 0.</summary>
    public required int Position { get; set; }
}
