using Bokgi.Trading;

namespace Bokgi.Backtesting.Sweeps;

/// <summary>Applies one value of an axis to a request.</summary>
internal static class SweepSetting
{
    /// <summary>The account settings that an axis can vary.</summary>
    public static IReadOnlyList<string> OfAccount { get; } =
    [
        "execution",
        "fee_rate",
        "slippage_rate",
        "stop_loss_pct",
        "take_profit_pct",
        "trailing_stop_pct",
        "quantity_step",
        "equity_fraction",
        "quote_amount",
        "base_quantity",
    ];

    /// <summary>Returns the account settings with one of them replaced.</summary>
    /// <exception cref="ArgumentException">The setting does not exist or does not allow the value.</exception>
    public static AccountSettings Lay(AccountSettings account, string name, double? value)
    {
        var laid = name switch
        {
            "execution" => account with { Execution = ExecutionOf(value) },
            "fee_rate" => account with { FeeRate = Needed(name, value) },
            "slippage_rate" => account with { SlippageRate = Needed(name, value) },
            "stop_loss_pct" => account with { StopLossPct = value },
            "take_profit_pct" => account with { TakeProfitPct = value },
            "trailing_stop_pct" => account with { TrailingStopPct = value },
            "quantity_step" => account with { QuantityStep = Needed(name, value) },
            "equity_fraction" => account with { Sizing = new Sizing(SizingKind.EquityFraction, Needed(name, value)) },
            "quote_amount" => account with { Sizing = new Sizing(SizingKind.QuoteAmount, Needed(name, value)) },
            "base_quantity" => account with { Sizing = new Sizing(SizingKind.BaseQuantity, Needed(name, value)) },
            _ => throw new ArgumentException($"there is no setting '{name}'; there are {string.Join(", ", OfAccount)}", nameof(name)),
        };
        return laid.Errors() is { Count: > 0 } errors ? throw new ArgumentException(string.Join("; ", errors.Values), nameof(value)) : laid;
    }

    private static double Needed(string name, double? value) =>
        value ?? throw new ArgumentException($"{name} cannot be none; give a number", nameof(value));

    private static Execution ExecutionOf(double? value) =>
        value switch
        {
            (double)Execution.NextOpen => Execution.NextOpen,
            (double)Execution.SignalClose => Execution.SignalClose,
            _ => throw new ArgumentException(
                FormattableString.Invariant($"execution cannot be {value}; give 0 for next_open or 1 for signal_close"),
                nameof(value)
            ),
        };
}
