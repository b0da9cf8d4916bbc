using Bokgi.Markets;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>What the caller knows about a file; it takes precedence over the file's contents.</summary>
/// <param name="Symbol">The market; null to read it from the file's contents or path.</param>
/// <param name="Timeframe">The length of the bars; null to read it from the file's contents or path, or to infer it from the times.</param>
/// <param name="Zone">The time zone of times that state none: <c>KST</c> (the default when null), <c>UTC</c> or <c>±HH:MM</c>.</param>
/// <param name="Columns">
/// The columns by name, as in <c>time=Unix,volume=Amount</c>, or all of them in order, as in <c>time,open,close,high,low,volume</c>.
/// </param>
/// <param name="Layout">The exchange whose order of values the file has: <c>kraken</c>, <c>bithumb</c>, <c>kucoin</c> and so on.</param>
/// <param name="Replace">
/// Whether the file replaces stored bars: those between the file's first and last time are removed even where the file has no bar, and so
/// are copies of the file's bars that were stored at the times of another time zone. Otherwise rows are merged.
/// </param>
public sealed record ImportOptions(
    Symbol? Symbol = null,
    Timeframe? Timeframe = null,
    string? Zone = null,
    string? Columns = null,
    string? Layout = null,
    bool Replace = false
);
