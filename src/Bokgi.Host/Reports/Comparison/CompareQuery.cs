using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;

namespace Bokgi.Host.Reports.Comparison;

/// <summary>Which runs to compare.</summary>
internal sealed record CompareQuery
{
    private const int MinimumRuns = 2;
    private const int MaximumRuns = 10;
    private const int DefaultPoints = 1_000;

    // Ten runs need 10 × (2 + 4 × 2) points: the two ends of each equity curve, and two extremes in each of four sections of the curve.
    private const int MinimumPoints = 100;
    private const int MaximumPoints = 20_000;

    [FromQuery(Name = "ids"), Description("The run_id of 2 to 10 runs, separated by commas"), Required]
    public string? Ids { get; init; }

    [
        FromQuery(Name = "points"),
        Description("Maximum number of points of equity"),
        IntegerRange(MinimumPoints, MaximumPoints, Default = DefaultPoints)
    ]
    public string? Points { get; init; }

    public (IReadOnlyList<string> Ids, int Points) Read()
    {
        var errors = new InputErrors();
        var points = WholeNumber.Read(Points, "points", MinimumPoints, MaximumPoints, errors) ?? DefaultPoints;
        string[] ids = [.. (Ids ?? string.Empty).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        Check(ids, "ids", errors);
        errors.ThrowIfAny();
        return (ids, points);
    }

    /// <summary>Adds an error if there are too few or too many runs, or if one is named twice.</summary>
    public static void Check(IReadOnlyList<string> ids, string field, InputErrors errors)
    {
        if (ids.Count is < MinimumRuns or > MaximumRuns)
            errors.Add(field, $"{field} names {ids.Count} runs; name {MinimumRuns} to {MaximumRuns}");
        foreach (var duplicate in ids.GroupBy(id => id).Where(idGroup => idGroup.Count() > 1).Take(MaximumRuns))
            errors.Add(
                field,
                $"{field} names '{Problems.SanitizeForMessage(duplicate.Key)}' {duplicate.Count()} times; name each run once"
            );
    }
}
