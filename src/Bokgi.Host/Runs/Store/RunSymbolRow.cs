namespace Bokgi.Host.Runs.Store;

/// <summary>A symbol of a run; runs are found by these rows.</summary>
internal sealed class RunSymbolRow
{
    public long RunNumber { get; init; }
    public required string Symbol { get; init; }

    /// <summary>Its position among the run's symbols, from 0.</summary>
    public required int Position { get; init; }

    /// <summary>Whether it is included in the run's totals.</summary>
    public bool IsActive { get; set; } = true;
}
