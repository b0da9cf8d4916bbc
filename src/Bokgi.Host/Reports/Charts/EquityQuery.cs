using System.ComponentModel;
using Bokgi.Host.Runs.Rows;
using Microsoft.AspNetCore.Mvc;

namespace Bokgi.Host.Reports.Charts;

/// <summary>Which curve of a run to return: of one symbol, or of all active symbols combined.</summary>
internal sealed record EquityQuery
{
    private const int DefaultPoints = 2_000;

    // Enough for both ends of the curve and one section, which keeps the extremes of three lines.
    private const int MinimumPoints = 10;

    [FromQuery(Name = "symbol"), Description("The curve of this market (default: of all active ones combined)")]
    public string? Symbol { get; init; }

    [FromQuery(Name = "points"), Description("Maximum number of points, 10 or more; 0 for all, the default for files")]
    [IntegerRange(0, Default = DefaultPoints)]
    public string? Points { get; init; }

    [FromQuery(Name = "format"), DocumentedValues(typeof(RowFormat), Default = RowFormat.Json)]
    [Description("json has one array per line, csv and parquet are files with a row per point")]
    public string? Format { get; init; }

    /// <summary>The number of points (0 for all) and the format.</summary>
    public (int Points, RowFormat Format) Read()
    {
        var errors = new InputErrors();
        var format = WireNames.Read(Format, RowFormat.Json, "format", errors);
        var points = WholeNumber.Read(Points, "points", minimum: 0, int.MaxValue, errors) ?? (format == RowFormat.Json ? DefaultPoints : 0);
        if (points is > 0 and < MinimumPoints)
            errors.Add("points", $"points cannot be {points}; give {MinimumPoints} or more, or 0 for all");
        errors.ThrowIfAny();
        return (points, format);
    }
}
