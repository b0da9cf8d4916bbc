using Bokgi.Markets;

namespace Bokgi.MarketData.Exchanges;

/// <summary>A trade, with the numbers as the exchange wrote them.</summary>
/// <param name="Symbol">The market.</param>
/// <param name="Id">The exchange's id of the trade, unique in its market; usually ascending.</param>
/// <param name="TimeUtc">The time of the trade, microseconds UTC.</param>
/// <param name="Price">The price, quote currency.</param>
/// <param name="Quantity">The traded quantity, base currency.</param>
/// <param name="IsBuy">Whether the taker bought.</param>
public sealed record ExchangeTrade(Symbol Symbol, long Id, long TimeUtc, decimal Price, decimal Quantity, bool IsBuy);
