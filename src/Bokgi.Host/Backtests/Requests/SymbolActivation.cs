namespace Bokgi.Host.Backtests.Requests;

/// <summary>Whether a symbol counts in a run's totals.</summary>
internal sealed record SymbolActivation
{
    public required bool IsActive { get; init; }
}
