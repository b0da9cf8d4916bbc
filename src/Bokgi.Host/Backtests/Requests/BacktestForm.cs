using System.Text.Json;

namespace Bokgi.Host.Backtests.Requests;

/// <summary>A backtest as a client asks for it, before anything is checked. Absent fields are null.</summary>
internal sealed record BacktestForm
{
    public string? Strategy { get; init; }

    public Dictionary<string, JsonElement>? Params { get; init; }

    public Dictionary<string, Dictionary<string, JsonElement>>? Overrides { get; init; }

    public IReadOnlyList<string>? Symbols { get; init; }

    public string? StartDate { get; init; }

    public string? EndDate { get; init; }

    public string? Timeframe { get; init; }

    public string? Execution { get; init; }

    public double? FeeRate { get; init; }

    public double? SlippageRate { get; init; }

    public double? InitialCash { get; init; }

    public SizingForm? Sizing { get; init; }

    public double? StopLossPct { get; init; }

    public double? TakeProfitPct { get; init; }

    public double? TrailingStopPct { get; init; }

    public int? Warmup { get; init; }

    public bool? Strict { get; init; }

    public string? Description { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }
}
