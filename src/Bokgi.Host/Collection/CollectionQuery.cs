using System.ComponentModel;
using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Platform.OpenApi;
using Bokgi.Host.Platform.Queries;
using Bokgi.Markets;
using Microsoft.AspNetCore.Mvc;
using Timeframes = Bokgi.Markets.Timeframe;

namespace Bokgi.Host.Collection;

/// <summary>Which collected series to list.</summary>
internal sealed record CollectionQuery
{
    private const int StandardLimit = 100;
    private const int MaximumLimit = 1_000;

    [FromQuery(Name = "symbol"), Description("Only this market")]
    public string? Symbol { get; init; }

    [FromQuery(Name = "timeframe"), Description("Only candles of this length"), OneOf(typeof(Timeframes), nameof(Timeframes.All))]
    public string? Timeframe { get; init; }

    [FromQuery(Name = "limit"), Description("Most series"), Whole(1, MaximumLimit, Default = StandardLimit)]
    public string? Limit { get; init; }

    [FromQuery(Name = "offset"), Description("Series to leave out before the first one"), Whole(0, Default = 0)]
    public string? Offset { get; init; }

    /// <exception cref="RefusedInputException">A value is invalid.</exception>
    public (Symbol? Symbol, Timeframe? Timeframe, Paging Paging) Read()
    {
        var errors = new InputErrors();
        var paging = Paging.Read(Limit, Offset, StandardLimit, MaximumLimit, errors);
        var (symbol, timeframe) = (default(Symbol), default(Timeframe));
        if (Symbol is not null && !Markets.Symbol.TryParse(Symbol, out symbol, out var error))
            errors.Add("symbol", error);
        if (Timeframe is not null && !Markets.Timeframe.TryParse(Timeframe, out timeframe, out error))
            errors.Add("timeframe", error);
        errors.ThrowIfAny();
        return (Symbol is null ? null : symbol, timeframe, paging);
    }
}
