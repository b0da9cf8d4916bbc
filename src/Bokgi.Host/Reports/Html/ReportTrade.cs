using Bokgi.Trading;

namespace Bokgi.Host.Reports.Html;

/// <summary>A trade of a report.</summary>
/// <param name="Number">Its position among all trades, symbol by symbol; breaks ties.</param>
/// <param name="Symbol">The market.</param>
/// <param name="Trade">The trade.</param>
internal readonly record struct ReportTrade(int Number, string Symbol, Trade Trade);
