using Bokgi.Host.Runs.Accounts;
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

    [AccountFields]
    public AccountSettings Account { get; init; } = new();
    public required double InitialCash { get; init; }
    public required int Warmup { get; init; }

    /// <summary>Whether duplicate or invalid candles make the run fail; otherwise they are left out.</summary>
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
            Account = run.Account,
            InitialCash = run.InitialCash,
            Warmup = run.Warmup,
            Strict = run.Strict,
        };
}
