using Bokgi.Markets;

namespace Bokgi.MarketData.Exchanges;

/// <summary>The current price of a market, with the statistics of its day.</summary>
/// <param name="Symbol">The market.</param>
/// <param name="Price">The last price, quote currency.</param>
/// <param name="Open">The first price of the exchange's day.</param>
/// <param name="High">The highest price of that day.</param>
/// <param name="Low">The lowest price of that day.</param>
/// <param name="PreviousClose">The close of the day before.</param>
/// <param name="ChangeRate">Price over previous close, minus 1; negative when the price fell.</param>
/// <param name="Volume24h">Volume of the last 24 hours, base currency.</param>
/// <param name="QuoteVolume24h">Volume of the last 24 hours, quote currency.</param>
/// <param name="TimeUtc">The time of the last trade, or of the exchange's statistics, microseconds UTC.</param>
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
