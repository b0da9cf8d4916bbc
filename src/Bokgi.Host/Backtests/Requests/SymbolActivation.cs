namespace Bokgi.Host.Backtests.Requests;

/// <summary>Whether a symbol counts in a run's totals.</summary>
internal sealed record SymbolActivation
{
    /// <summary>True to let it count, false to leave it out.</summary>
    public required bool IsActive { get; init; }
}
