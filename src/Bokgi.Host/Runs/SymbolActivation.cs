namespace Bokgi.Host.Runs;

/// <summary>Whether a symbol is included in a run's totals.</summary>
internal sealed record SymbolActivation
{
    /// <summary>True to include it, false to exclude it.</summary>
    public required bool IsActive { get; init; }
}
