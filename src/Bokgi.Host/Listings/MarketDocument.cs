namespace Bokgi.Host.Listings;

/// <summary>A market of an exchange.</summary>
internal sealed record MarketDocument
{
    public required string Symbol { get; init; }

    /// <summary>The exchange's own code for the market.</summary>
    public required string Code { get; init; }
    public required string KoreanName { get; init; }
    public required string EnglishName { get; init; }

    /// <summary>Whether the exchange currently accepts orders.</summary>
    public required bool IsTrading { get; init; }

    /// <summary>Whether the exchange has issued a warning: the market may be delisted.</summary>
    public required bool HasWarning { get; init; }

    /// <summary>Current cautions of the exchange, in its own words.</summary>
    public required IReadOnlyList<string> Cautions { get; init; }

    /// <summary>The current price increment; null if the exchange does not report it.</summary>
    public decimal? PriceStep { get; init; }

    /// <summary>The quantity increment; null if the exchange does not report it.</summary>
    public decimal? QuantityStep { get; init; }

    /// <summary>The minimum value of an order; null if the exchange does not report it.</summary>
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
