using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Platform.Json;
using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Microsoft.AspNetCore.Mvc;

namespace Bokgi.Host.Candles;

/// <summary>Which candles are wanted, and how.</summary>
internal sealed record CandleQuery
{
    /// <summary>Markets with commas between; <c>*</c> for all that have candles.</summary>
    [FromQuery(Name = "symbols")]
    public string? Symbols { get; init; }

    [FromQuery(Name = "start_date")]
    public string? StartDate { get; init; }

    [FromQuery(Name = "end_date")]
    public string? EndDate { get; init; }

    [FromQuery(Name = "timeframe")]
    public string? Timeframe { get; init; }

    /// <summary>json (the default), csv, parquet or arrow.</summary>
    [FromQuery(Name = "format")]
    public string? Format { get; init; }

    /// <exception cref="RefusedInputException">A value cannot be.</exception>
    public (IReadOnlyList<Symbol> Symbols, Timeframe Timeframe, TimeRange Range, CandleFormat Format) Read(CandleLake lake)
    {
        var errors = new InputErrors();
        if (!Markets.Timeframe.TryParse(Timeframe ?? "1d", out var timeframe, out var error))
            errors.Add("timeframe", error);
        var format = WireNames.Read(Format, CandleFormat.Json, "format", errors);
        if (format == CandleFormat.Table)
            errors.Add("format", "format cannot be 'table'; give json, csv, parquet or arrow");
        var range = ReadRange(StartDate, EndDate, errors);
        var symbols = new SymbolReading(lake).Read(SymbolReading.Split(Symbols is null ? null : [Symbols]), timeframe, errors);
        errors.ThrowIfAny();
        return (symbols, timeframe, range, format);
    }

    /// <summary>A range that is left open reaches to the first and last bar.</summary>
    public static TimeRange ReadRange(string? start, string? end, InputErrors errors)
    {
        if (!KoreanTime.TryParseRange(start ?? "0002-01-01", end ?? "9998-12-31", out var range, out var error))
            errors.Add(start is null ? "end_date" : "start_date", error);
        return range;
    }
}
