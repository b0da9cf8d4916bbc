using System.CommandLine;

namespace Bokgi.Host.Runs.Accounts;

/// <summary>The command-line options of the given money rules, one per rule.</summary>
internal sealed class AccountOptions(IEnumerable<AccountRule> rules)
{
    private readonly (AccountRule Rule, Option Option)[] options = [.. rules.Select(rule => (rule, CreateOption(rule)))];

    public IEnumerable<Option> All => options.Select(entry => entry.Option);

    public AccountForm Read(ParseResult result, InputErrors errors) =>
        options.Aggregate(new AccountForm(), (form, entry) => form.With(entry.Rule, ReadValue(entry.Rule, entry.Option, result, errors)));

    private static object? ReadValue(AccountRule rule, Option option, ParseResult result, InputErrors errors) =>
        rule.Kind switch
        {
            AccountRuleKind.Number => result.GetValue((Option<double?>)option),
            AccountRuleKind.Sizing => ParseSizing(result.GetValue((Option<string?>)option), errors),
            _ => result.GetValue((Option<string?>)option),
        };

    private static Option CreateOption(AccountRule rule)
    {
        var name = $"--{rule.Name.Replace('_', '-')}";
        return rule.Kind == AccountRuleKind.Number
            ? NumberOption.Double(name, rule.ValuePlaceholder, HelpText(rule))
            : new Option<string?>(name) { Description = HelpText(rule), HelpName = rule.ValuePlaceholder };
    }

    private static string HelpText(AccountRule rule) =>
        rule switch
        {
            { Kind: AccountRuleKind.Sizing } =>
                $"{rule.Description.En}: equity_fraction=1 (default), quote_amount=500000 or base_quantity=0.1",
            { Choices.Count: > 0 } => $"{rule.Description.En}: {string.Join(" or ", rule.Choices)} (default: {rule.Default ?? "none"})",
            { Default: { } defaultValue } => FormattableString.Invariant($"{rule.Description.En} (default {defaultValue})"),
            _ => rule.Description.En,
        };

    private static SizingForm? ParseSizing(string? text, InputErrors errors)
    {
        if (text is null)
            return null;
        if (
            text.Split('=', 2, StringSplitOptions.TrimEntries) is [{ Length: > 0 } kind, var value]
            && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        )
            return new SizingForm { Kind = kind, Value = number };
        errors.Add("sizing", $"--sizing cannot be '{text}'; write it as kind=value, such as quote_amount=500000");
        return null;
    }
}
