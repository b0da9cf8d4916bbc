using Bokgi.Markets;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>What the caller knows about a file better than the file does.</summary>
/// <param name="Symbol">The market; absent, the file's contents or its name must tell.</param>
/// <param name="Timeframe">The length of the bars; absent, the file's contents, its name or the spacing of its times tells.</param>
/// <param name="Zone">
/// The zone of stamps that carry none: <c>KST</c> (which is also meant when absent), <c>UTC</c> or <c>±HH:MM</c>.
/// </param>
/// <param name="Columns">
/// The columns by their names, as in <c>time=Unix,volume=Amount</c>, or all of them by their order, as in
/// <c>time,open,close,high,low,volume</c>.
/// </param>
/// <param name="Layout">The exchange whose order values without names have: <c>kraken</c>, <c>bithumb</c>, <c>kucoin</c> and so on.</param>
/// <param name="Replace">
/// Whether stored bars from the file's first to its last time go even where the file has none, and the same bars moved by whole hours
/// with them; else rows are merged.
/// </param>
public sealed record ImportOptions(
    Symbol? Symbol = null,
    Timeframe? Timeframe = null,
    string? Zone = null,
    string? Columns = null,
    string? Layout = null,
    bool Replace = false
);
