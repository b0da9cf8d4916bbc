using Bokgi.Trading;

namespace Bokgi.Backtesting.Sweeps;

/// <summary>The axes that vary an account's settings.</summary>
internal static class AccountAxis
{
    private const string ExecutionName = "execution";

    private static readonly Dictionary<string, SizingKind> SizingKinds = new()
    {
        ["equity_fraction"] = SizingKind.EquityFraction,
        ["quote_amount"] = SizingKind.QuoteAmount,
        ["base_quantity"] = SizingKind.BaseQuantity,
    };

    private static readonly Dictionary<string, AccountRule> NumberRules = AccountRules
        .All.Where(rule => rule is { Kind: AccountRuleKind.Number, Set: not null })
        .ToDictionary(rule => rule.Name);

    /// <summary>The account settings that an axis can vary.</summary>
    public static IReadOnlyList<string> AccountSettingNames { get; } = [ExecutionName, .. NumberRules.Keys, .. SizingKinds.Keys];

    /// <summary>Returns the account's settings with an axis's value applied.</summary>
    /// <exception cref="ArgumentException">The setting does not exist or does not allow the value.</exception>
    public static AccountSettings Apply(AccountSettings account, string name, double? value)
    {
        var updated =
            name == ExecutionName ? account with { Execution = ExecutionOf(value) }
            : SizingKinds.TryGetValue(name, out var kind) ? account with { Sizing = new Sizing(kind, RequireNumber(name, value)) }
            : NumberRules.TryGetValue(name, out var rule) ? rule.Set!(account, rule.CanBeDisabled ? value : RequireNumber(name, value))
            : throw new ArgumentException(
                $"there is no setting '{name}'; the settings are {string.Join(", ", AccountSettingNames)}",
                nameof(name)
            );
        return updated.Errors() is { Count: > 0 } errors
            ? throw new ArgumentException(string.Join("; ", errors.Values), nameof(value))
            : updated;
    }

    private static double RequireNumber(string name, double? value) =>
        value ?? throw new ArgumentException($"{name} cannot be null; give a number", nameof(value));

    private static Execution ExecutionOf(double? value) =>
        value switch
        {
            (double)Trading.Execution.NextOpen => Trading.Execution.NextOpen,
            (double)Trading.Execution.SignalClose => Trading.Execution.SignalClose,
            _ => throw new ArgumentException(
                FormattableString.Invariant($"execution cannot be {value}; give 0 for next_open or 1 for signal_close"),
                nameof(value)
            ),
        };
}
