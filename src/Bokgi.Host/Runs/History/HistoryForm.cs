using System.ComponentModel;
using Bokgi.Host.Runs.Store;
using Bokgi.Host.Strategies;
using Microsoft.AspNetCore.Mvc;
using Timeframes = Bokgi.Markets.Timeframe;

namespace Bokgi.Host.Runs.History;

/// <summary>Filters, order and page of the history as the client sent them, unchecked; absent ones are null.</summary>
internal sealed record HistoryForm
{
    [FromQuery(Name = "strategy"), Description("Only runs of this strategy"), OneOf(typeof(StrategyList), nameof(StrategyList.Names))]
    public string? Strategy { get; init; }

    [FromQuery(Name = "symbol"), Description("Only runs with this symbol, such as BTC_KRW")]
    public string? Symbol { get; init; }

    [FromQuery(Name = "timeframe"), Description("Only runs over candles of this length")]
    [OneOf(typeof(Timeframes), nameof(Timeframes.All))]
    public string? Timeframe { get; init; }

    [FromQuery(Name = "tag"), Description("Only runs with this tag")]
    public string? Tag { get; init; }

    [FromQuery(Name = "text")]
    [Description("Words that each stand in the description, a tag, the strategy or a symbol; letter case does not matter")]
    public string? Text { get; init; }

    [FromQuery(Name = "min_return"), Description("Least total return, a fraction")]
    public string? MinReturn { get; init; }

    [FromQuery(Name = "max_return"), Description("Greatest total return, a fraction")]
    public string? MaxReturn { get; init; }

    [FromQuery(Name = "min_trades"), Description("Fewest trades"), Whole(0)]
    public string? MinTrades { get; init; }

    [FromQuery(Name = "max_trades"), Description("Most trades"), Whole(0)]
    public string? MaxTrades { get; init; }

    [FromQuery(Name = "date_from"), Description("Made on this day or at this time or later; KST without a zone")]
    public string? DateFrom { get; init; }

    [FromQuery(Name = "date_to"), Description("Made until the end of this day or until this time; KST without a zone")]
    public string? DateTo { get; init; }

    [FromQuery(Name = "status"), Description("Only runs with this status")]
    [OneOf(typeof(HistoryQueryReader), nameof(HistoryQueryReader.Statuses))]
    public string? Status { get; init; }

    [FromQuery(Name = "sort"), Description("A column of the items, with - before it for the greatest first")]
    [OneOf(typeof(HistoryQueryReader), nameof(HistoryQueryReader.Sorts), Default = HistoryQueryReader.StandardSort)]
    public string? Sort { get; init; }

    [FromQuery(Name = "limit"), Description("Most items"), Whole(1, RunQuery.MaximumLimit, Default = RunQuery.StandardLimit)]
    public string? Limit { get; init; }

    [FromQuery(Name = "offset"), Description("Runs to leave out before the first item"), Whole(0, Default = 0)]
    public string? Offset { get; init; }
}
