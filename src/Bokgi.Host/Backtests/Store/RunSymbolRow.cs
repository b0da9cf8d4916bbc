namespace Bokgi.Host.Backtests.Store;

/// <summary>A symbol of a run, by which runs are found, and whether it counts in the totals.</summary>
internal sealed class RunSymbolRow
{
    public required string RunId { get; init; }

    public required string Symbol { get; init; }

    public bool IsActive { get; set; } = true;
}
