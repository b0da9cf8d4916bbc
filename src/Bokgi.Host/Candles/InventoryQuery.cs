using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using TimeframeType = Bokgi.Markets.Timeframe;

namespace Bokgi.Host.Candles;

/// <summary>Which files of the lake to list.</summary>
internal sealed record InventoryQuery
{
    private const int DefaultLimit = 100;
    private const int MaximumLimit = 1_000;
    private const int LastYear = 9_999;

    [FromQuery(Name = "symbol"), Description("Only files of this market, such as BTC_KRW")]
    public string? Symbol { get; init; }

    [FromQuery(Name = "timeframe"), Description("Only files of candles of this length")]
    [DocumentedValues(typeof(TimeframeType), nameof(TimeframeType.All))]
    public string? Timeframe { get; init; }

    [FromQuery(Name = "year"), Description("Only files of this year"), IntegerRange(1, LastYear)]
    public string? Year { get; init; }

    [FromQuery(Name = "limit"), Description("Maximum number of files to return"), IntegerRange(1, MaximumLimit, Default = DefaultLimit)]
    public string? Limit { get; init; }

    [FromQuery(Name = "offset"), Description("Number of files to skip"), IntegerRange(0, Default = 0)]
    public string? Offset { get; init; }

    public (Symbol? Symbol, Timeframe? Timeframe, int? Year, Paging Paging) Read()
    {
        var errors = new InputErrors();
        var symbol = MarketParameters.ParseSymbol(Symbol, errors);
        var timeframe = MarketParameters.ParseTimeframe(Timeframe, errors);
        var year = WholeNumber.Read(Year, "year", 1, LastYear, errors);
        var paging = Paging.Read(Limit, Offset, DefaultLimit, MaximumLimit, errors);
        errors.ThrowIfAny();
        return (symbol, timeframe, year, paging);
    }
}
