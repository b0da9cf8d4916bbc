using System.ComponentModel;
using Bokgi.Host.Runs.Documents;
using Microsoft.AspNetCore.Mvc;

namespace Bokgi.Host.Reports.Explain;

/// <summary>Which bars of a run to explain: one bar with some before it, or a range from <c>start</c> on.</summary>
internal sealed record ExplainQuery
{
    private const int DefaultLimit = 100;
    private const int MaximumLimit = 1_000;

    [FromQuery(Name = "symbol"), Description("The market; optional if the run has only one")]
    public string? Symbol { get; init; }

    [FromQuery(Name = "at"), Description("The bar at this time, and limit - 1 bars before it; KST unless a zone is given")]
    public string? At { get; init; }

    [FromQuery(Name = "start"), Description("First day or time; KST unless a zone is given (default: the start of the run)")]
    public string? Start { get; init; }

    [FromQuery(Name = "end"), Description("Last day (inclusive) or end time; KST unless a zone is given (default: the end of the run)")]
    public string? End { get; init; }

    [
        FromQuery(Name = "limit"),
        Description("Maximum number of bars; next_start continues after them"),
        IntegerRange(1, MaximumLimit, Default = DefaultLimit)
    ]
    public string? Limit { get; init; }

    /// <summary>Reads the requested bars. Warm-up bars are included only if <c>start</c> is given and is before the start of the run.</summary>
    public ExplainWindow Read(RunDocument run)
    {
        var errors = new InputErrors();
        var range = DateRange.Read(("start", Start), ("end", End), errors);
        var limit = WholeNumber.Read(Limit, "limit", minimum: 1, MaximumLimit, errors) ?? DefaultLimit;
        var at = 0L;
        if (At is not null && !KoreanTime.TryParse(At, out at, out var error))
            errors.Add("at", $"at: {error}");
        if (At is not null && (Start ?? End) is not null)
            errors.Add("at", "at cannot be given with start or end; give one or the other");
        errors.ThrowIfAny();
        var start = Start is null ? run.Range().StartUtc : range.StartUtc;
        return new ExplainWindow(At is null ? null : ClampToCalendar(at), range with { StartUtc = start }, limit);
    }

    // A Korean time in the first or last hours of the calendar can be outside DateTime's range after conversion to UTC. It could then not be
    // formatted in an error message.
    private static long ClampToCalendar(long utc) =>
        Math.Clamp(utc, UnixTime.FromDateTime(DateTime.MinValue), UnixTime.FromDateTime(DateTime.MaxValue));
}
