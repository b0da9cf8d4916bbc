using Bokgi.Markets;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>What the caller knows about a file. The values take precedence over the file's contents.</summary>
/// <param name="Symbol">The market; null to read it from the file's contents or path.</param>
/// <param name="Timeframe">The length of the bars; null to read it from the file's contents or path, or to infer it from the times.</param>
/// <param name="Zone">The time zone of times that state none: <c>KST</c> (the default when null), <c>UTC</c> or <c>±HH:MM</c>.</param>
/// <param name="Columns">
/// The columns by name, as in <c>time=Unix,volume=Amount</c>, or all of them in order, as in <c>time,open,close,high,low,volume</c>.
/// </param>
/// <param name="Layout">The exchange whose order of values the file has: <c>kraken</c>, <c>bithumb</c>, <c>kucoin</c> and so on.</param>
/// <param name="Replace">
/// Whether the file replaces stored bars; otherwise its rows are merged with them. A replacement removes all stored bars between the file's
/// first and last time, even at times at which the file has no bar. It also removes copies of the file's bars that an earlier import stored
/// with another time zone.
/// </param>
public sealed record ImportOptions(
    Symbol? Symbol = null,
    Timeframe? Timeframe = null,
    string? Zone = null,
    string? Columns = null,
    string? Layout = null,
    bool Replace = false
);
