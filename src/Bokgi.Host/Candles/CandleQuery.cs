using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using TimeframeType = Bokgi.Markets.Timeframe;

namespace Bokgi.Host.Candles;

/// <summary>Which candles to load, and in which format.</summary>
internal sealed record CandleQuery
{
    public const string DefaultTimeframe = "1D";

    /// <summary>The formats that the HTTP API offers: all except the table.</summary>
    public static IReadOnlyList<CandleFormat> Formats { get; } =
    [CandleFormat.Json, CandleFormat.Csv, CandleFormat.Parquet, CandleFormat.Arrow];

    [FromQuery(Name = "symbols"), Required]
    [Description("Comma-separated markets, such as BTC_KRW,ETH_KRW; * for all that have candles")]
    public string? Symbols { get; init; }

    [FromQuery(Name = "start_date")]
    [Description("First day or time, such as 2024-01-01; KST unless a zone is given. Default: the first bar")]
    public string? StartDate { get; init; }

    [FromQuery(Name = "end_date"), Description("Last day (inclusive) or end time; KST unless a zone is given. Default: the last bar")]
    public string? EndDate { get; init; }

    [FromQuery(Name = "timeframe"), Description("The length of the candles: M is minutes, MO months; case-insensitive")]
    [DocumentedValues(typeof(TimeframeType), nameof(TimeframeType.All), Default = DefaultTimeframe)]
    public string? Timeframe { get; init; }

    [FromQuery(Name = "format"), Description("json has one array for each column; arrow is a stream")]
    [DocumentedValues(typeof(CandleQuery), nameof(Formats), Default = CandleFormat.Json)]
    public string? Format { get; init; }

    public (IReadOnlyList<Symbol> Symbols, Timeframe Timeframe, TimeRange Range, CandleFormat Format) Read(CandleLake lake)
    {
        var errors = new InputErrors();
        var timeframe = MarketParameters.ParseTimeframe(Timeframe ?? DefaultTimeframe, errors) ?? TimeframeType.OneDay;
        var format = WireNames.Read(Format, CandleFormat.Json, "format", errors, Formats);
        var range = DateRange.Read(("start_date", StartDate), ("end_date", EndDate), errors);
        var symbols = new SymbolListReader(lake).Read(SymbolListReader.Split(Symbols is null ? null : [Symbols]), timeframe, errors);
        errors.ThrowIfAny();
        return (symbols, timeframe, range, format);
    }
}
