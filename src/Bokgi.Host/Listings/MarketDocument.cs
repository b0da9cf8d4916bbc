using Bokgi.MarketData.Exchanges;

namespace Bokgi.Host.Listings;

/// <summary>A market of an exchange.</summary>
internal sealed record MarketDocument
{
    public required string Symbol { get; init; }

    /// <summary>How the exchange writes it.</summary>
    public required string Code { get; init; }
    public required string KoreanName { get; init; }
    public required string EnglishName { get; init; }

    /// <summary>Whether orders are taken at present.</summary>
    public required bool IsTrading { get; init; }

    /// <summary>Whether the exchange warns of it: it may be delisted.</summary>
    public required bool HasWarning { get; init; }

    /// <summary>What the exchange says to mind at present, in its own words.</summary>
    public required IReadOnlyList<string> Cautions { get; init; }

    /// <summary>Distance of prices at present; null where the exchange does not tell.</summary>
    public decimal? PriceStep { get; init; }

    /// <summary>Distance of quantities; null where the exchange does not tell.</summary>
    public decimal? QuantityStep { get; init; }

    /// <summary>Least worth of an order; null where the exchange does not tell.</summary>
    public decimal? MinimumNotional { get; init; }

    public static MarketDocument Of(ExchangeMarket market) =>
        new()
        {
            Symbol = market.Symbol.Code,
            Code = market.Code,
            KoreanName = market.KoreanName,
            EnglishName = market.EnglishName,
            IsTrading = market.IsTrading,
            HasWarning = market.HasWarning,
            Cautions = market.Cautions,
            PriceStep = market.PriceStep,
            QuantityStep = market.QuantityStep,
            MinimumNotional = market.MinimumNotional,
        };
}
