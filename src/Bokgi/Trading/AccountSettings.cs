using Bokgi.Markets;

namespace Bokgi.Trading;

/// <summary>An account's sizing, stops and costs. Settings whose names end in Pct are fractions, not percentages: 0.02 is 2 %.</summary>
public sealed record AccountSettings
{
    /// <summary>The fee rate if neither <see cref="FeeRate"/> nor <see cref="Costs"/> is set.</summary>
    public const double DefaultFeeRate = 0.001;

    /// <summary>When orders are filled.</summary>
    public Execution Execution { get; init; } = Execution.NextOpen;

    /// <summary>
    /// The exchange whose costs and order rules apply; null for no exchange rules. <see cref="FeeRate"/> and <see cref="QuantityStep"/>
    /// override the exchange's own values.
    /// </summary>
    public ExchangeCosts? Costs { get; init; }

    /// <summary>
    /// Fee as a fraction of the notional, on each leg; at least 0, below 1. If null, the exchange's fee rate applies, or <see
    /// cref="DefaultFeeRate"/> without <see cref="Costs"/>.
    /// </summary>
    public double? FeeRate { get; init; }

    /// <summary>Fraction by which buys fill above the price and sells below it; at least 0, below 1.</summary>
    public double SlippageRate { get; init; } = 0.0002;

    /// <summary>How much to buy.</summary>
    public Sizing Sizing { get; init; } = Sizing.AllEquity;

    /// <summary>Sell at this fraction below the entry fill; above 0, below 1. Null for no stop.</summary>
    public double? StopLossPct { get; init; }

    /// <summary>Sell at this fraction above the entry fill; above 0, up to 1,000. Null for no target.</summary>
    public double? TakeProfitPct { get; init; }

    /// <summary>Sell at this fraction below the highest high since the entry; above 0, below 1. Null for no trailing stop.</summary>
    public double? TrailingStopPct { get; init; }

    /// <summary>
    /// Quantities are rounded down to multiples of this, base currency; 0 for no rounding. If null, the exchange's step applies, or none
    /// without <see cref="Costs"/>.
    /// </summary>
    public double? QuantityStep { get; init; }

    /// <summary>The fee rate on each leg throughout a range; null if the exchange changed it within the range.</summary>
    public double? FeeRateIn(TimeRange range) => FeeRate ?? (Costs is null ? DefaultFeeRate : Costs.FeeRateIn(range));

    /// <summary>The prices at which these settings sell a position on its next bar.</summary>
    public PositionLevels LevelsOf(in OpenPosition position) => new StopAndTargetRules(this).ComputeLevels(position);

    /// <summary>Validation errors by setting name in snake case; empty if all settings are valid.</summary>
    public IReadOnlyDictionary<string, string> Errors()
    {
        var errors = new Dictionary<string, string>();
        foreach (var rule in AccountRules.All)
        {
            if (rule.ErrorFor(rule.Get?.Invoke(this)) is { } error)
                errors[rule.Name] = error;
        }

        return errors;
    }
}
