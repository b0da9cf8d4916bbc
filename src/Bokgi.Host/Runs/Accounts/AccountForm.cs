using System.Collections.Immutable;

namespace Bokgi.Host.Runs.Accounts;

/// <summary>The money rules of a request, as given by its fields; absent and null fields take their defaults.</summary>
internal sealed record AccountForm
{
    private ImmutableDictionary<AccountRule, object> Values { get; init; } = ImmutableDictionary<AccountRule, object>.Empty;

    /// <summary>A form in which every field has its default.</summary>
    public static AccountForm Standard { get; } = Of(rule => rule.Default);

    /// <summary>The form with the values of an account. If <paramref name="initialCash"/> is null, the form has no initial cash.</summary>
    public static AccountForm Of(AccountSettings account, double? initialCash = null) =>
        Of(rule => rule == AccountRules.InitialCash ? initialCash : rule.Get!(account));

    /// <summary>A rule's value, in the form of its JSON field: a name, a number or a <see cref="SizingForm"/>; null for none.</summary>
    public object? this[AccountRule rule] => Values.GetValueOrDefault(rule);

    public AccountForm With(AccountRule rule, object? value) =>
        this with
        {
            Values = value is null ? Values.Remove(rule) : Values.SetItem(rule, value),
        };

    /// <summary>The complete settings; adds an error for each value that is not allowed.</summary>
    public AccountSettings Read(InputErrors errors)
    {
        var account = new AccountSettings();
        foreach (var (rule, value) in Values.Where(entry => entry.Key.Set is not null)) // all but the initial cash
        {
            account = Set(account, rule, value, errors);
            if (rule.ErrorFor(rule.Get!(account)) is { } error)
                errors.Add(rule.Name, error);
        }

        return account;
    }

    /// <summary>The initial cash; adds an error if it is not allowed.</summary>
    public double ReadCash(InputErrors errors)
    {
        var cash = this[AccountRules.InitialCash] ?? AccountRules.DefaultCash;
        if (AccountRules.InitialCash.ErrorFor(cash) is { } error)
            errors.Add(AccountRules.InitialCash.Name, error);
        return (double)cash;
    }

    /// <summary>Converts the value that a rule has in <see cref="AccountSettings"/> to the value of its JSON field.</summary>
    public static object? ToFieldValue(object? value) => value is Sizing sizing ? SizingForm.Of(sizing) : value;

    /// <summary>Sets a rule from its JSON field. Adds an error for an unknown name or invalid sizing; numbers are not checked.</summary>
    public static AccountSettings Set(AccountSettings account, AccountRule rule, object? value, InputErrors errors)
    {
        if (value is not string text || rule.Choices.Contains(text))
            return rule.Set!(account, value is SizingForm sizing ? sizing.Read(errors) : value);
        errors.Add(rule.Name, $"{rule.Name} cannot be '{Problems.SanitizeForMessage(text)}'; give {rule.AllowedValues}");
        return account;
    }

    private static AccountForm Of(Func<AccountRule, object?> valueOf) =>
        AccountRules.All.Aggregate(new AccountForm(), (form, rule) => form.With(rule, ToFieldValue(valueOf(rule))));
}
