using Bokgi.Markets;

namespace Bokgi.Trading;

/// <summary>The costs and order rules of one market on an exchange.</summary>
/// <param name="FeeRate">Fee as a fraction of the notional, on each leg, by date.</param>
/// <param name="PriceSteps">The valid order prices, by date.</param>
/// <param name="QuantityStep">Quantities must be multiples of this; base currency.</param>
/// <param name="MinimumNotional">Minimum value of a buy order; quote currency.</param>
internal sealed record MarketCosts(
    DatedValue<double> FeeRate,
    DatedValue<PriceSteps> PriceSteps,
    double QuantityStep,
    double MinimumNotional
);
