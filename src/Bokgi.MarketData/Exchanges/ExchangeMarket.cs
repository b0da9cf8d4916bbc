using Bokgi.Markets;

namespace Bokgi.MarketData.Exchanges;

/// <summary>A market of an exchange.</summary>
/// <param name="Symbol">The market.</param>
/// <param name="Code">How the exchange writes it, such as <c>KRW-BTC</c>.</param>
/// <param name="KoreanName">The coin's name in Korean; empty where the exchange gives none.</param>
/// <param name="EnglishName">The coin's name in English; empty where the exchange gives none.</param>
/// <param name="IsTrading">Whether orders are taken at present.</param>
/// <param name="HasWarning">Whether the exchange warns of it: it may be delisted.</param>
/// <param name="Cautions">What the exchange says to mind at present, in its own words, such as <c>PRICE_FLUCTUATIONS</c>.</param>
/// <param name="PriceStep">Distance of prices at present, quote currency; null where the exchange does not tell.</param>
/// <param name="QuantityStep">Distance of quantities, base currency; null where the exchange does not tell.</param>
/// <param name="MinimumNotional">Least worth of an order, quote currency; null where the exchange does not tell.</param>
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
