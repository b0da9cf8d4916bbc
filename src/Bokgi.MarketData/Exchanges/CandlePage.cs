using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.MarketData.Exchanges;

/// <summary>A page of an exchange's candles.</summary>
/// <param name="Rows">
/// The bars that open in <paramref name="CoveredRange"/>, oldest first, including a bar that is still forming; the receiver disposes them.
/// </param>
/// <param name="CoveredRange">The part at the end of the requested range for which <paramref name="Rows"/> is complete; never empty.</param>
/// <param name="ReachesMarketStart">Whether the market has no bar before <paramref name="CoveredRange"/>.</param>
/// <param name="ExchangeTimeUtc">The exchange's time when it responded, microseconds UTC. Bars that end after it are still forming.</param>
public sealed record CandlePage(CandleColumns Rows, TimeRange CoveredRange, bool ReachesMarketStart, long ExchangeTimeUtc);
