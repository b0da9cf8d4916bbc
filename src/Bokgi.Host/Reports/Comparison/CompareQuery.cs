using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;

namespace Bokgi.Host.Reports.Comparison;

/// <summary>Which runs to compare.</summary>
internal sealed record CompareQuery
{
    private const int FewestRuns = 2;
    private const int MostRuns = 10;
    private const int StandardPoints = 1_000;

    // Each section of the times keeps two points for each of up to ten lines.
    private const int LeastPoints = 100;
    private const int MostPoints = 20_000;

    [FromQuery(Name = "ids"), Description("The run_id of 2 to 10 runs, separated by commas"), Required]
    public string? Ids { get; init; }

    [FromQuery(Name = "points"), Description("Maximum number of points of equity"), Whole(LeastPoints, MostPoints, Default = StandardPoints)]
    public string? Points { get; init; }

    public (IReadOnlyList<string> Ids, int Points) Read()
    {
        var errors = new InputErrors();
        var points = WholeNumber.Read(Points, "points", LeastPoints, MostPoints, errors) ?? StandardPoints;
        string[] ids = [.. (Ids ?? string.Empty).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        Check(ids, "ids", errors);
        errors.ThrowIfAny();
        return (ids, points);
    }

    /// <summary>Adds an error if there are too few or too many runs, or if one is named twice.</summary>
    public static void Check(IReadOnlyList<string> ids, string field, InputErrors errors)
    {
        if (ids.Count is < FewestRuns or > MostRuns)
            errors.Add(field, $"{field} names {ids.Count} runs; name {FewestRuns} to {MostRuns}");
        foreach (var twice in ids.GroupBy(id => id).Where(same => same.Count() > 1).Take(MostRuns))
            errors.Add(field, $"{field} names '{Problems.Shown(twice.Key)}' {twice.Count()} times; name each run once");
    }
}
