using Bokgi.Host.Platform.Errors;
using Bokgi.Markets;
using Microsoft.AspNetCore.Mvc;

namespace Bokgi.Host.Candles;

/// <summary>Which candles are to be looked through.</summary>
internal sealed record QualityQuery
{
    [FromQuery(Name = "symbol")]
    public string? Symbol { get; init; }

    [FromQuery(Name = "timeframe")]
    public string? Timeframe { get; init; }

    [FromQuery(Name = "start_date")]
    public string? StartDate { get; init; }

    [FromQuery(Name = "end_date")]
    public string? EndDate { get; init; }

    /// <exception cref="RefusedInputException">A value cannot be.</exception>
    public (Symbol Symbol, Timeframe Timeframe, TimeRange Range) Read()
    {
        var errors = new InputErrors();
        if (!Markets.Symbol.TryParse(Symbol, out var symbol, out var error))
            errors.Add("symbol", error);
        if (!Markets.Timeframe.TryParse(Timeframe ?? "1d", out var timeframe, out error))
            errors.Add("timeframe", error);
        var range = CandleQuery.ReadRange(StartDate, EndDate, errors);
        errors.ThrowIfAny();
        return (symbol, timeframe, range);
    }
}
