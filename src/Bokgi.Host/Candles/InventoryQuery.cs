using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Platform.Queries;
using Bokgi.Markets;
using Microsoft.AspNetCore.Mvc;

namespace Bokgi.Host.Candles;

/// <summary>Which files of the lake are wanted.</summary>
internal sealed record InventoryQuery
{
    private const int StandardLimit = 100;
    private const int MaximumLimit = 1_000;

    [FromQuery(Name = "symbol")]
    public string? Symbol { get; init; }

    [FromQuery(Name = "timeframe")]
    public string? Timeframe { get; init; }

    [FromQuery(Name = "year")]
    public int? Year { get; init; }

    [FromQuery(Name = "limit")]
    public int? Limit { get; init; }

    [FromQuery(Name = "offset")]
    public int? Offset { get; init; }

    /// <exception cref="RefusedInputException">A value cannot be.</exception>
    public (Symbol? Symbol, Timeframe? Timeframe, int? Year, Paging Paging) Read()
    {
        var errors = new InputErrors();
        Symbol? symbol = null;
        Timeframe? timeframe = null;
        if (Symbol is not null)
            symbol = Markets.Symbol.TryParse(Symbol, out var parsed, out var error) ? parsed : Refused(error, errors);
        if (Timeframe is not null && !Markets.Timeframe.TryParse(Timeframe, out timeframe, out var wrong))
            errors.Add("timeframe", wrong);
        var paging = Paging.Read(Limit, Offset, StandardLimit, MaximumLimit, errors);
        errors.ThrowIfAny();
        return (symbol, timeframe, Year, paging);
    }

    private static Symbol? Refused(string error, InputErrors errors)
    {
        errors.Add("symbol", error);
        return null;
    }
}
