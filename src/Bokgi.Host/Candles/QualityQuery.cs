using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using TimeframeType = Bokgi.Markets.Timeframe;

namespace Bokgi.Host.Candles;

/// <summary>Which candles to check.</summary>
internal sealed record QualityQuery
{
    [FromQuery(Name = "symbol"), Required, Description("The market, such as BTC_KRW")]
    public string? Symbol { get; init; }

    [FromQuery(Name = "timeframe"), Description("The length of the candles")]
    [DocumentedValues(typeof(TimeframeType), nameof(TimeframeType.All), Default = CandleQuery.DefaultTimeframe)]
    public string? Timeframe { get; init; }

    [FromQuery(Name = "start_date"), Description("First day or time; KST unless a zone is given. Default: the first bar")]
    public string? StartDate { get; init; }

    [FromQuery(Name = "end_date"), Description("Last day (inclusive) or end time; KST unless a zone is given. Default: the last bar")]
    public string? EndDate { get; init; }

    public (Symbol Symbol, Timeframe Timeframe, TimeRange Range) Read()
    {
        var errors = new InputErrors();
        var symbol = MarketParameters.ParseSymbol(Symbol ?? string.Empty, errors);
        var timeframe = MarketParameters.ParseTimeframe(Timeframe ?? CandleQuery.DefaultTimeframe, errors);
        var range = DateRange.Read(("start_date", StartDate), ("end_date", EndDate), errors);
        errors.ThrowIfAny();
        return (symbol!.Value, timeframe!, range);
    }
}
