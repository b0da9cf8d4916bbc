using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;

namespace Bokgi.Host.Backtests.History;

/// <summary>Filters, order and page of the history as a client writes them, before anything is checked. Absent ones are null.</summary>
internal sealed record HistoryForm
{
    [FromQuery(Name = "strategy"), Description("Only runs of this strategy")]
    public string? Strategy { get; init; }

    [FromQuery(Name = "symbol"), Description("Only runs with this symbol, such as BTC_KRW")]
    public string? Symbol { get; init; }

    [FromQuery(Name = "timeframe"), Description("Only runs over candles of this length, such as 1H")]
    public string? Timeframe { get; init; }

    [FromQuery(Name = "tag"), Description("Only runs with this tag")]
    public string? Tag { get; init; }

    [FromQuery(Name = "text"), Description("A part of the description; letter case does not matter")]
    public string? Text { get; init; }

    [FromQuery(Name = "min_return"), Description("Least total return, a fraction")]
    public string? MinReturn { get; init; }

    [FromQuery(Name = "max_return"), Description("Greatest total return, a fraction")]
    public string? MaxReturn { get; init; }

    [FromQuery(Name = "min_trades"), Description("Fewest trades")]
    public string? MinTrades { get; init; }

    [FromQuery(Name = "max_trades"), Description("Most trades")]
    public string? MaxTrades { get; init; }

    [FromQuery(Name = "date_from"), Description("Made on this day or at this time or later; KST without a zone")]
    public string? DateFrom { get; init; }

    [FromQuery(Name = "date_to"), Description("Made until the end of this day or until this time; KST without a zone")]
    public string? DateTo { get; init; }

    [FromQuery(Name = "status"), Description("Only runs with this status: completed")]
    public string? Status { get; init; }

    [FromQuery(Name = "sort"), Description("A column of the items, with - before it for the greatest first (-created_at)")]
    public string? Sort { get; init; }

    [FromQuery(Name = "limit"), Description("Most items, 1 to 100 (10)")]
    public string? Limit { get; init; }

    [FromQuery(Name = "offset"), Description("Runs to leave out before the first item (0)")]
    public string? Offset { get; init; }
}
