using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using TimeframeType = Bokgi.Markets.Timeframe;

namespace Bokgi.Host.Collection;

/// <summary>Which collected series to list.</summary>
internal sealed record CollectionQuery
{
    private const int DefaultLimit = 100;
    private const int MaximumLimit = 1_000;

    [FromQuery(Name = "symbol"), Description("Only this market")]
    public string? Symbol { get; init; }

    [
        FromQuery(Name = "timeframe"),
        Description("Only candles of this length"),
        DocumentedValues(typeof(TimeframeType), nameof(TimeframeType.All))
    ]
    public string? Timeframe { get; init; }

    [FromQuery(Name = "limit"), Description("Series per page"), IntegerRange(1, MaximumLimit, Default = DefaultLimit)]
    public string? Limit { get; init; }

    [FromQuery(Name = "offset"), Description("Number of series to skip"), IntegerRange(0, Default = 0)]
    public string? Offset { get; init; }

    /// <exception cref="InvalidInputException">A value is invalid.</exception>
    public (Symbol? Symbol, Timeframe? Timeframe, Paging Paging) Read()
    {
        var errors = new InputErrors();
        var paging = Paging.Read(Limit, Offset, DefaultLimit, MaximumLimit, errors);
        var symbol = MarketParameters.ParseSymbol(Symbol, errors);
        var timeframe = MarketParameters.ParseTimeframe(Timeframe, errors);
        errors.ThrowIfAny();
        return (symbol, timeframe, paging);
    }
}
