using Bokgi.Host.Backtests.Documents;
using Bokgi.Host.Platform.Errors;
using Bokgi.Markets;
using Microsoft.AspNetCore.Mvc;

namespace Bokgi.Host.Backtests.Charts;

/// <summary>Which part of a run's chart is wanted: from <c>start</c>, at most <c>limit</c> candles; the answer's <c>next_start</c> goes on from there.</summary>
internal sealed record ChartQuery
{
    private const int StandardLimit = 1_000;
    private const int MaximumLimit = 20_000;

    /// <summary>The market; may be left out when the run has one.</summary>
    [FromQuery(Name = "symbol")]
    public string? Symbol { get; init; }

    [FromQuery(Name = "start")]
    public string? Start { get; init; }

    [FromQuery(Name = "end")]
    public string? End { get; init; }

    [FromQuery(Name = "limit")]
    public int? Limit { get; init; }

    public int Candles => Limit ?? StandardLimit;

    /// <summary>The part of a run's range that is asked for.</summary>
    /// <exception cref="RefusedInputException">A value cannot be.</exception>
    public TimeRange Range(RunDocument run)
    {
        var errors = new InputErrors();
        if (!KoreanTime.TryParseRange(Start ?? run.StartDate, End ?? run.EndDate, out var range, out var error))
            errors.Add("start", error);
        if (Limit is < 1 or > MaximumLimit)
            errors.Add("limit", $"limit cannot be {Limit}; give a number from 1 to {MaximumLimit}");
        errors.ThrowIfAny();
        var whole = run.Range();
        return new TimeRange(Math.Max(range.StartUtc, whole.StartUtc), Math.Min(range.EndUtc, whole.EndUtc));
    }
}
