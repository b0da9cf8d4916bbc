using Bokgi.Markets;

namespace Bokgi.Trading;

/// <summary>
/// Declares one setting of an account. Validation, sweeps, requests, the command line, comparisons and reports are generated from it.
/// </summary>
/// <param name="Name">The name in requests, in snake case.</param>
/// <param name="Kind">The kind of values.</param>
/// <param name="Group">What the rule is about.</param>
/// <param name="Label">A short name for people.</param>
/// <param name="Description">What the rule does, for people.</param>
public sealed record AccountRule(string Name, AccountRuleKind Kind, AccountRuleGroup Group, LocalizedText Label, LocalizedText Description)
{
    /// <summary>The placeholder for a value in the command line's help: its unit or form, such as <c>fraction</c>.</summary>
    public required string ValuePlaceholder { get; init; }

    /// <summary>The allowed values in words.</summary>
    public required string AllowedValues { get; init; }

    /// <summary>The value if a request does not give one; null for none.</summary>
    public object? Default { get; init; }

    /// <summary>Whether the rule can be disabled by setting it to null.</summary>
    public bool CanBeDisabled { get; init; }

    /// <summary>The options of a <see cref="AccountRuleKind.Choice"/>; empty for other kinds.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>The smallest number; excluded if <see cref="IsMinimumExcluded"/> is set.</summary>
    public double Minimum { get; init; }

    /// <summary>Whether numbers must be strictly greater than the minimum.</summary>
    public bool IsMinimumExcluded { get; init; }

    /// <summary>The largest number; excluded if <see cref="IsMaximumExcluded"/> is set.</summary>
    public double Maximum { get; init; } = double.MaxValue;

    /// <summary>Whether numbers must be strictly less than the maximum.</summary>
    public bool IsMaximumExcluded { get; init; }

    /// <summary>Reads the rule's value from an account's settings; null if the rule belongs to a whole request.</summary>
    public Func<AccountSettings, object?>? Get { get; init; }

    /// <summary>Returns a copy of an account's settings with a new value for the rule; null whenever <see cref="Get"/> is null.</summary>
    public Func<AccountSettings, object?, AccountSettings>? Set { get; init; }

    /// <summary>Why a value is not allowed; null if it is.</summary>
    public string? ErrorFor(object? value)
    {
        var isAllowed = value switch
        {
            null => true,
            double number => (IsMinimumExcluded ? number > Minimum : number >= Minimum)
                && (IsMaximumExcluded ? number < Maximum : number <= Maximum),
            Sizing sizing => sizing.IsAllowed,
            _ => Choices.Contains(value),
        };
        var shownValue = value is Sizing { Value: var size } ? size : value;
        return isAllowed ? null : FormattableString.Invariant($"{Name} cannot be {shownValue}; give {AllowedValues}");
    }
}
