namespace Bokgi.Host.Backtests;

/// <summary>Whether a symbol counts in a run's totals.</summary>
internal sealed record SymbolActivation
{
    public required bool IsActive { get; init; }
}
