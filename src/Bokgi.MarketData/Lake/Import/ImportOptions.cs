using Bokgi.Markets;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>What the caller knows about a file better than the file does.</summary>
/// <param name="Symbol">The market; absent, the file's contents or its name must tell.</param>
/// <param name="Timeframe">The length of the bars; absent, the file's contents, its name or the spacing of its times tells.</param>
/// <param name="Zone">The zone of stamps that carry none: <c>KST</c> (which is also meant when absent), <c>UTC</c> or <c>±HH:MM</c>.</param>
/// <param name="Overwrite">Whether stored bars from the file's first to its last time go even where the file has none; else rows are merged.</param>
public sealed record ImportOptions(Symbol? Symbol = null, Timeframe? Timeframe = null, string? Zone = null, bool Overwrite = false);
