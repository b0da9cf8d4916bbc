using Bokgi.Trading;

namespace Bokgi.Host.Backtests.Report;

/// <summary>A trade of a report.</summary>
/// <param name="Number">Its place among all trades, symbol by symbol: what decides between equals.</param>
/// <param name="Symbol">The market.</param>
/// <param name="Trade">The trade.</param>
internal readonly record struct ReportTrade(int Number, string Symbol, Trade Trade);
