using System.Collections.Concurrent;
using Bokgi.Markets;

namespace Bokgi.Trading;

/// <summary>The costs of Upbit's markets in won. The least order was lower in the exchange's first years, which is left out.</summary>
internal static class UpbitCosts
{
    private const double QuantityStep = 0.000_000_01;
    private const double MinimumNotional = 5_000;

    // One for each set of steps: an account begins without allocating any.
    private static readonly ConcurrentDictionary<ByDate<PriceSteps>, MarketCosts> Made = [];

    /// <summary>Maker and taker alike; it has been this since trading began.</summary>
    public static ByDate<double> FeeRate { get; } = new(0.0005);

    /// <summary>The costs of a coin's market.</summary>
    public static MarketCosts Of(string coin) =>
        Made.GetOrAdd(UpbitPriceSteps.Of(coin), static steps => new MarketCosts(FeeRate, steps, QuantityStep, MinimumNotional));
}
