using Bokgi.Host.Runs.Documents;

namespace Bokgi.Host.Reports.Comparison;

/// <summary>A run without its figures.</summary>
internal sealed record ComparedRun
{
    public required string RunId { get; init; }
    public required string CreatedAt { get; init; }
    public required string Strategy { get; init; }
    public required string StartDate { get; init; }
    public required string EndDate { get; init; }

    /// <summary>Open time of the first bar.</summary>
    public required string First { get; init; }

    /// <summary>Open time of the last bar.</summary>
    public required string Last { get; init; }
    public required string Timeframe { get; init; }

    /// <summary>The markets included in its totals.</summary>
    public required IReadOnlyList<string> Symbols { get; init; }
    public string? Description { get; init; }
    public required IReadOnlyList<string> Tags { get; init; }
    public required string Execution { get; init; }

    /// <summary>The exchange whose costs and rules apply; null for none.</summary>
    public string? Costs { get; init; }

    /// <summary>Fee on each leg, a fraction; null if the exchange changed it within the range.</summary>
    public required double? FeeRate { get; init; }
    public required double SlippageRate { get; init; }
    public required double InitialCash { get; init; }
    public required SizingForm Sizing { get; init; }
    public double? StopLossPct { get; init; }
    public double? TakeProfitPct { get; init; }
    public double? TrailingStopPct { get; init; }
    public required int Warmup { get; init; }
    public required bool Strict { get; init; }

    public static ComparedRun Of(RunDocument run) =>
        new()
        {
            RunId = run.RunId,
            CreatedAt = run.Metadata.ExecutionDate,
            Strategy = run.Strategy,
            StartDate = run.StartDate,
            EndDate = run.EndDate,
            First = run.Totals.First,
            Last = run.Totals.Last,
            Timeframe = run.Timeframe,
            Symbols = [.. run.Symbols.Where(symbol => symbol.IsActive).Select(symbol => symbol.Symbol)],
            Description = run.Description,
            Tags = run.Tags,
            Execution = run.Execution,
            Costs = run.Costs,
            FeeRate = run.FeeRate,
            SlippageRate = run.SlippageRate,
            InitialCash = run.InitialCash,
            Sizing = run.Sizing,
            StopLossPct = run.StopLossPct,
            TakeProfitPct = run.TakeProfitPct,
            TrailingStopPct = run.TrailingStopPct,
            Warmup = run.Warmup,
            Strict = run.Strict,
        };
}
