using Microsoft.AspNetCore.Mvc;

namespace Bokgi.Host.Backtests.Charts;

/// <summary>Which curve of a run is wanted: of one symbol, or of all active ones together.</summary>
internal sealed record EquityQuery
{
    [FromQuery(Name = "symbol")]
    public string? Symbol { get; init; }

    /// <summary>How many points at most; 0 for all.</summary>
    [FromQuery(Name = "points")]
    public int? Points { get; init; }
}
