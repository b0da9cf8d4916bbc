using System.Collections.Concurrent;
using Bokgi.Markets;

namespace Bokgi.Trading;

/// <summary>The costs of Upbit's KRW markets. The minimum order was lower in the exchange's first years; this is not modelled.</summary>
internal static class UpbitCosts
{
    private const double QuantityStep = 0.000_000_01;
    private const double MinimumNotional = 5_000;

    // One instance per set of price steps, so that creating an account does not allocate one.
    private static readonly ConcurrentDictionary<DatedValue<PriceSteps>, MarketCosts> CostsBySteps = [];

    /// <summary>The maker and taker fee, unchanged since trading began.</summary>
    public static DatedValue<double> FeeRate { get; } = new(0.0005);

    /// <summary>The costs of a coin's market.</summary>
    public static MarketCosts ForCoin(string coin) =>
        CostsBySteps.GetOrAdd(
            UpbitPriceSteps.ForCoin(coin),
            static steps => new MarketCosts(FeeRate, steps, QuantityStep, MinimumNotional)
        );
}
