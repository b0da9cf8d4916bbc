using System.Globalization;

namespace Bokgi.UnitTests.Reference;

/// <summary>The input of the reference engine; the defaults are the specification's.</summary>
internal sealed record ReferenceRequest
{
    public required string Strategy { get; init; }

    public Dictionary<string, object> Parameters { get; init; } = [];

    /// <summary>"next_open" or "signal_close".</summary>
    public string Execution { get; init; } = "next_open";

    /// <summary>Null, or "upbit" for the costs of the coin's KRW market on Upbit.</summary>
    public string? Costs { get; init; }

    /// <summary>The base currency; a few coins have their own price steps.</summary>
    public string Coin { get; init; } = "TEST";

    /// <summary>Null for the fee of <see cref="Costs"/>, or 0.001 without costs.</summary>
    public double? FeeRate { get; init; }

    public double SlippageRate { get; init; } = 0.0002;

    /// <summary>The cash for this pair alone.</summary>
    public double InitialCash { get; init; } = 10_000_000;

    /// <summary>"equity_fraction", "quote_amount" or "base_quantity".</summary>
    public string Sizing { get; init; } = "equity_fraction";

    /// <summary>A fraction of the equity, or an amount of quote or base currency, depending on <see cref="Sizing"/>.</summary>
    public double SizingValue { get; init; } = 1.0;

    /// <summary>
    /// Quantities are rounded down to multiples of this step; 0 for no rounding. Null for the step of <see cref="Costs"/>, or for no
    /// rounding if the costs are null, too.
    /// </summary>
    public double? QuantityStep { get; init; }

    /// <summary>A fraction of the entry price; null for no stop.</summary>
    public double? StopLossPct { get; init; }

    /// <summary>A fraction of the entry price; null for no target.</summary>
    public double? TakeProfitPct { get; init; }

    /// <summary>A fraction of the highest price since the entry; null for no trailing stop.</summary>
    public double? TrailingStopPct { get; init; }

    /// <summary>How many of the leading candles are only for the strategy's warm-up.</summary>
    public int WarmupBars { get; init; }

    public int HoldBars => Integer("hold_period_bars", 1);

    /// <summary>The value of a parameter of the strategy, or the given default.</summary>
    public double Number(string name, double defaultValue) =>
        Parameters.TryGetValue(name, out var value) ? Convert.ToDouble(value, CultureInfo.InvariantCulture) : defaultValue;

    public int Integer(string name, int defaultValue) =>
        Parameters.TryGetValue(name, out var value) ? Convert.ToInt32(value, CultureInfo.InvariantCulture) : defaultValue;

    public bool Flag(string name, bool defaultValue) => Parameters.TryGetValue(name, out var value) ? (bool)value : defaultValue;

    public string Text(string name, string defaultValue) => Parameters.TryGetValue(name, out var value) ? (string)value : defaultValue;

    public override string ToString() =>
        FormattableString.Invariant(
            $"{Strategy}({string.Join(", ", Parameters.Select(p => FormattableString.Invariant($"{p.Key}={p.Value}")))}) "
        )
        + FormattableString.Invariant(
            $"{Execution} costs={Costs} coin={Coin} fee={FeeRate:R} slippage={SlippageRate:R} cash={InitialCash:R} {Sizing}={SizingValue:R} "
        )
        + FormattableString.Invariant($"step={QuantityStep:R} stop={StopLossPct:R} target={TakeProfitPct:R} trailing={TrailingStopPct:R} ")
        + FormattableString.Invariant($"warmup={WarmupBars}");
}
