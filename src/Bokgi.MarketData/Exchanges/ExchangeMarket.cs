using Bokgi.Markets;

namespace Bokgi.MarketData.Exchanges;

/// <summary>A market of an exchange.</summary>
/// <param name="Symbol">The market.</param>
/// <param name="Code">The exchange's code for the market, such as <c>KRW-BTC</c>.</param>
/// <param name="KoreanName">The coin's name in Korean; empty where the exchange gives none.</param>
/// <param name="EnglishName">The coin's name in English; empty where the exchange gives none.</param>
/// <param name="IsTrading">Whether the exchange currently accepts orders.</param>
/// <param name="HasWarning">Whether the exchange warns about the market: it may be delisted.</param>
/// <param name="Cautions">The exchange's current cautions, in its own spelling, such as <c>PRICE_FLUCTUATIONS</c>.</param>
/// <param name="PriceStep">The current price increment, quote currency; null where the exchange does not report it.</param>
/// <param name="QuantityStep">The quantity increment, base currency; null where the exchange does not report it.</param>
/// <param name="MinimumNotional">The minimum value of an order, quote currency; null where the exchange does not report it.</param>
public sealed record ExchangeMarket(
    Symbol Symbol,
    string Code,
    string KoreanName,
    string EnglishName,
    bool IsTrading,
    bool HasWarning,
    IReadOnlyList<string> Cautions,
    decimal? PriceStep,
    decimal? QuantityStep,
    decimal? MinimumNotional
);
