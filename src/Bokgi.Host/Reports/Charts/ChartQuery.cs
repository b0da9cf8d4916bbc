using System.ComponentModel;
using Bokgi.Host.Runs.Documents;
using Microsoft.AspNetCore.Mvc;

namespace Bokgi.Host.Reports.Charts;

/// <summary>
/// Which part of a run's chart to return: at most <c>limit</c> candles from <c>start</c>; the response's <c>next_start</c> is the start
/// of the next part.
/// </summary>
internal sealed record ChartQuery
{
    private const int DefaultLimit = 1_000;
    private const int MaximumLimit = 20_000;

    [FromQuery(Name = "symbol"), Description("The market; optional if the run has only one")]
    public string? Symbol { get; init; }

    [FromQuery(Name = "start"), Description("First day or time; KST unless a zone is given (default: the start of the run)")]
    public string? Start { get; init; }

    [FromQuery(Name = "end"), Description("Last day (inclusive) or end time; KST unless a zone is given (default: the end of the run)")]
    public string? End { get; init; }

    [
        FromQuery(Name = "limit"),
        Description("Maximum number of candles; next_start continues after them"),
        IntegerRange(1, MaximumLimit, Default = DefaultLimit)
    ]
    public string? Limit { get; init; }

    /// <summary>The requested part of the run's range (empty if they do not overlap), and the maximum number of candles.</summary>
    public (TimeRange Range, int Limit) Read(RunDocument run)
    {
        var errors = new InputErrors();
        var range = DateRange.Read(("start", Start), ("end", End), errors);
        var limit = WholeNumber.Read(Limit, "limit", minimum: 1, MaximumLimit, errors) ?? DefaultLimit;
        errors.ThrowIfAny();
        var runRange = run.Range();
        return (new TimeRange(Math.Max(range.StartUtc, runRange.StartUtc), Math.Min(range.EndUtc, runRange.EndUtc)), limit);
    }
}
