namespace Bokgi.Host.Runs.Store;

/// <summary>A run in a list.</summary>
internal sealed record RunItem
{
    public required string RunId { get; init; }
    public required string CreatedAt { get; init; }
    public required string Strategy { get; init; }
    public required string Timeframe { get; init; }
    public required string StartDate { get; init; }
    public required string EndDate { get; init; }

    /// <summary>At most the first ten; <see cref="SymbolCount"/> is the total number.</summary>
    public required IReadOnlyList<string> Symbols { get; init; }
    public required int SymbolCount { get; init; }
    public required string Status { get; init; }
    public string? Description { get; init; }
    public required IReadOnlyList<string> Tags { get; init; }
    public required int TotalSignals { get; init; }
    public required int TotalTrades { get; init; }
    public double? WinRate { get; init; }
    public double? AvgReturn { get; init; }
    public double? TotalReturn { get; init; }
    public double? Cagr { get; init; }
    public double? Sharpe { get; init; }
    public double? Sortino { get; init; }
    public double? Calmar { get; init; }
    public double? ProfitFactor { get; init; }
    public required double MaxDrawdown { get; init; }
    public required double Exposure { get; init; }

    /// <summary>Duration in seconds, including the loading of the candles.</summary>
    public required double ExecutionTime { get; init; }
}
