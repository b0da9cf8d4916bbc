using System.ComponentModel;
using Bokgi.Host.Runs.Store;
using Bokgi.Host.Strategies;
using Microsoft.AspNetCore.Mvc;
using TimeframeType = Bokgi.Markets.Timeframe;

namespace Bokgi.Host.Runs.History;

/// <summary>Filters, order and page of the history as the client sent them, unchecked; absent ones are null.</summary>
internal sealed record HistoryForm
{
    [
        FromQuery(Name = "strategy"),
        Description("Only runs of this strategy"),
        DocumentedValues(typeof(StrategyList), nameof(StrategyList.Names))
    ]
    public string? Strategy { get; init; }

    [FromQuery(Name = "symbol"), Description("Only runs with this symbol, such as BTC_KRW")]
    public string? Symbol { get; init; }

    [FromQuery(Name = "timeframe"), Description("Only runs over candles of this length")]
    [DocumentedValues(typeof(TimeframeType), nameof(TimeframeType.All))]
    public string? Timeframe { get; init; }

    [FromQuery(Name = "tag"), Description("Only runs with this tag")]
    public string? Tag { get; init; }

    [FromQuery(Name = "text")]
    [Description("Words, each of which must occur in the description, a tag, the strategy or a symbol; case-insensitive")]
    public string? Text { get; init; }

    [FromQuery(Name = "min_return"), Description("Minimum total return, a fraction")]
    public string? MinReturn { get; init; }

    [FromQuery(Name = "max_return"), Description("Maximum total return, a fraction")]
    public string? MaxReturn { get; init; }

    [FromQuery(Name = "min_trades"), Description("Minimum number of trades"), IntegerRange(0)]
    public string? MinTrades { get; init; }

    [FromQuery(Name = "max_trades"), Description("Maximum number of trades"), IntegerRange(0)]
    public string? MaxTrades { get; init; }

    [FromQuery(Name = "date_from"), Description("Created on this day or at this time or later; KST unless a zone is given")]
    public string? DateFrom { get; init; }

    [FromQuery(Name = "date_to"), Description("Created before the end of this day or before this time; KST unless a zone is given")]
    public string? DateTo { get; init; }

    [FromQuery(Name = "status"), Description("Only runs with this status")]
    [DocumentedValues(typeof(RunQueryReader), nameof(RunQueryReader.Statuses))]
    public string? Status { get; init; }

    [FromQuery(Name = "sort"), Description("A column of the items, prefixed with - for descending order")]
    [DocumentedValues(typeof(RunQueryReader), nameof(RunQueryReader.Sorts), Default = RunQueryReader.DefaultSort)]
    public string? Sort { get; init; }

    [
        FromQuery(Name = "limit"),
        Description("Maximum number of items"),
        IntegerRange(1, RunQuery.MaximumLimit, Default = RunQuery.DefaultLimit)
    ]
    public string? Limit { get; init; }

    [FromQuery(Name = "offset"), Description("Number of runs to skip"), IntegerRange(0, Default = 0)]
    public string? Offset { get; init; }
}
