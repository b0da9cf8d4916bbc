using System.ComponentModel;
using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Platform.OpenApi;
using Bokgi.Host.Platform.Queries;
using Microsoft.AspNetCore.Mvc;

namespace Bokgi.Host.Backtests.Charts;

/// <summary>Which curve of a run is wanted: of one symbol, or of all active ones together.</summary>
internal sealed record EquityQuery
{
    private const int StandardPoints = 2_000;

    // Each piece of the curve keeps the extremes of three lines.
    private const int LeastPoints = 10;

    [FromQuery(Name = "symbol"), Description("The curve of this market; of all active ones together unless given")]
    public string? Symbol { get; init; }

    [FromQuery(Name = "points"), Description("Most points, 10 or more; 0 for all"), Whole(0, Default = StandardPoints)]
    public string? Points { get; init; }

    /// <summary>How many points are wanted; 0 for all.</summary>
    /// <exception cref="RefusedInputException">It cannot be.</exception>
    public int Read()
    {
        var errors = new InputErrors();
        var points = WholeNumber.Read(Points, "points", 0, int.MaxValue, errors) ?? StandardPoints;
        if (points is > 0 and < LeastPoints)
            errors.Add("points", $"points cannot be {points}; give {LeastPoints} or more, or 0 for all");
        errors.ThrowIfAny();
        return points;
    }
}
