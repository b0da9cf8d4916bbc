namespace Bokgi.Host.Runs.Store;

/// <summary>A symbol of a run, used to find runs, and whether it is included in the totals.</summary>
internal sealed class RunSymbolRow
{
    public long RunNumber { get; init; }
    public required string Symbol { get; init; }

    /// <summary>Its position among the run's symbols, from 0.</summary>
    public required int Position { get; init; }
    public bool IsActive { get; set; } = true;
}
