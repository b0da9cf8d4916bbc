using Bokgi.Markets;

namespace Bokgi.MarketData.Lake.Synthetic;

/// <summary>The properties of a synthetic market.</summary>
/// <param name="Symbol">The market.</param>
/// <param name="Level">The price that the generated candles approach at their end, quote currency.</param>
/// <param name="Volatility">The usual standard deviation of an hourly return, a fraction.</param>
/// <param name="DailyTurnover">The turnover of an ordinary day, quote currency.</param>
/// <param name="IdleShare">The share of minutes without a trade and therefore without a candle.</param>
internal sealed record SyntheticMarket(Symbol Symbol, double Level, double Volatility, double DailyTurnover, double IdleShare)
{
    public static IReadOnlyList<SyntheticMarket> Default { get; } =
    [
        Create("BTC_KRW", 150_000_000, 0.0060, 350e9, 0),
        Create("ETH_KRW", 5_000_000, 0.0070, 300e9, 0),
        Create("XRP_KRW", 4_000, 0.0075, 500e9, 0),
        Create("SOL_KRW", 280_000, 0.0080, 120e9, 0),
        Create("DOGE_KRW", 300, 0.0085, 150e9, 0),
        Create("ADA_KRW", 1_150, 0.0080, 60e9, 0.002),
        Create("LINK_KRW", 30_000, 0.0085, 20e9, 0.01),
        Create("AVAX_KRW", 38_000, 0.0090, 15e9, 0.02),
        Create("TRX_KRW", 460, 0.0065, 25e9, 0.01),
        Create("SHIB_KRW", 0.0175, 0.0095, 10e9, 0.12),
    ];

    /// <summary>A default market, or one with properties derived from its name.</summary>
    public static SyntheticMarket For(Symbol symbol)
    {
        if (Default.FirstOrDefault(market => market.Symbol == symbol) is { } defaultMarket)
            return defaultMarket;

        var random = new SyntheticRandom(seed: 0, symbol.Code);
        double[] powersOfTen = [0.1, 1, 10, 100, 1_000, 10_000, 100_000];
        return new SyntheticMarket(
            symbol,
            Level: powersOfTen[random.NextBelow(powersOfTen.Length)] * random.NextBetween(1, 10),
            Volatility: random.NextBetween(0.007, 0.010),
            DailyTurnover: random.NextBetween(5e9, 50e9),
            IdleShare: random.NextBetween(0, 0.1)
        );
    }

    private static SyntheticMarket Create(string symbol, double level, double volatility, double dailyTurnover, double idleShare) =>
        new(Symbol.Parse(symbol), level, volatility, dailyTurnover, idleShare);
}
