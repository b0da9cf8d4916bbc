using Bokgi.Markets;

namespace Bokgi.MarketData.Exchanges;

/// <summary>The present price of a market, with its day.</summary>
/// <param name="Symbol">The market.</param>
/// <param name="Price">Last price, quote currency.</param>
/// <param name="Open">First price of the exchange's day.</param>
/// <param name="High">Highest price of that day.</param>
/// <param name="Low">Lowest price of that day.</param>
/// <param name="PreviousClose">Close of the day before.</param>
/// <param name="ChangeRate">Price over the previous close, less 1; negative when it fell.</param>
/// <param name="Volume24h">Traded within 24 hours, base currency.</param>
/// <param name="QuoteVolume24h">Traded within 24 hours, quote currency.</param>
/// <param name="TimeUtc">When the last trade was, microseconds UTC.</param>
public sealed record Ticker(
    Symbol Symbol,
    double Price,
    double Open,
    double High,
    double Low,
    double PreviousClose,
    double ChangeRate,
    double Volume24h,
    double QuoteVolume24h,
    long TimeUtc
);
