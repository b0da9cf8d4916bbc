using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;

namespace Bokgi.Host.Runs.Rows;

/// <summary>
/// Which trades or signals of a run to return, and in which format. A JSON page has 100 rows by default; a file has all of them.
/// </summary>
internal sealed record RunRowsQuery
{
    private const int DefaultLimit = 100;
    private const int MaximumLimit = 10_000;

    [FromQuery(Name = "symbol"), Description("Only rows of this market")]
    public string? Symbol { get; init; }

    [FromQuery(Name = "limit"), Description("Maximum number of rows (default for a file: all)")]
    [IntegerRange(1, MaximumLimit, Default = DefaultLimit)]
    public string? Limit { get; init; }

    [FromQuery(Name = "offset"), Description("Rows to leave out before the first one"), IntegerRange(0, Default = 0)]
    public string? Offset { get; init; }

    [FromQuery(Name = "format"), Description("json is a page, csv and parquet are files")]
    [DocumentedValues(typeof(RowFormat), Default = RowFormat.Json)]
    public string? Format { get; init; }

    /// <exception cref="InvalidInputException">A value is invalid.</exception>
    public (Symbol? Symbol, Paging Paging, RowFormat Format) Read()
    {
        var errors = new InputErrors();
        var format = WireNames.Read(Format, RowFormat.Json, "format", errors);
        var paging =
            format == RowFormat.Json
                ? Paging.Read(Limit, Offset, DefaultLimit, MaximumLimit, errors)
                : Paging.Read(Limit, Offset, int.MaxValue, int.MaxValue, errors);
        errors.ThrowIfAny();
        return (RunSymbols.Parse(Symbol), paging, format);
    }
}
