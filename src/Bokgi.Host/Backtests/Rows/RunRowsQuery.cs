using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Platform.Json;
using Bokgi.Host.Platform.Queries;
using Bokgi.Markets;
using Microsoft.AspNetCore.Mvc;

namespace Bokgi.Host.Backtests.Rows;

/// <summary>Which trades or signals of a run are wanted, and how. A page of JSON has 100 rows unless asked; a file has all of them.</summary>
internal sealed record RunRowsQuery
{
    private const int StandardLimit = 100;
    private const int MaximumLimit = 10_000;

    [FromQuery(Name = "symbol")]
    public string? Symbol { get; init; }

    [FromQuery(Name = "limit")]
    public int? Limit { get; init; }

    [FromQuery(Name = "offset")]
    public int? Offset { get; init; }

    [FromQuery(Name = "format")]
    public string? Format { get; init; }

    /// <exception cref="RefusedInputException">A value cannot be.</exception>
    public (Symbol? Symbol, Paging Paging, RowFormat Format) Read()
    {
        var errors = new InputErrors();
        var format = WireNames.Read(Format, RowFormat.Json, "format", errors);
        var paging =
            format == RowFormat.Json
                ? Paging.Read(Limit, Offset, StandardLimit, MaximumLimit, errors)
                : Paging.Read(Limit, Offset, int.MaxValue, int.MaxValue, errors);
        errors.ThrowIfAny();
        return (RunSymbols.Read(Symbol), paging, format);
    }
}
