using Bokgi.Markets;

namespace Bokgi.Trading;

/// <summary>What trading on one market of an exchange costs, and which orders it takes.</summary>
/// <param name="FeeRate">Fee as a fraction of the notional, on each leg, by date.</param>
/// <param name="PriceSteps">The prices at which orders are taken, by date.</param>
/// <param name="QuantityStep">Quantities are multiples of it; base currency.</param>
/// <param name="MinimumNotional">An order to buy is worth at least this; quote currency.</param>
internal sealed record MarketCosts(ByDate<double> FeeRate, ByDate<PriceSteps> PriceSteps, double QuantityStep, double MinimumNotional);
