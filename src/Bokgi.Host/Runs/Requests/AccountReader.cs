using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Platform.Json;
using Bokgi.Host.Runs.Documents;
using Bokgi.Trading;

namespace Bokgi.Host.Runs.Requests;

/// <summary>Reads the money rules of a request, field by field.</summary>
internal static class AccountReader
{
    public static AccountSettings Settings(IAccountForm form, InputErrors errors)
    {
        var standard = new AccountSettings();
        var account = standard with
        {
            Execution = WireNames.Read(form.Execution, standard.Execution, "execution", errors),
            Costs = Costs(form.Costs, errors),
            FeeRate = form.FeeRate,
            SlippageRate = form.SlippageRate ?? standard.SlippageRate,
            Sizing = Sizing(form.Sizing, standard.Sizing, errors),
            StopLossPct = form.StopLossPct,
            TakeProfitPct = form.TakeProfitPct,
            TrailingStopPct = form.TrailingStopPct,
        };
        errors.AddAll(account.Errors());
        return account;
    }

    public static double Cash(IAccountForm form, InputErrors errors)
    {
        var cash = form.InitialCash ?? BacktestForm.Standard.InitialCash.GetValueOrDefault();
        if (!(cash is > 0 and <= BacktestForm.MaximumCash))
            errors.Add(
                "initial_cash",
                FormattableString.Invariant($"initial_cash cannot be {cash}; give an amount above 0, up to {BacktestForm.MaximumCash:0}")
            );
        return cash;
    }

    private static ExchangeCosts? Costs(string? name, InputErrors errors)
    {
        if (name is null)
            return null;
        if (!ExchangeCosts.TryFind(name, out var costs, out var error))
            errors.Add("costs", error);
        return costs;
    }

    private static Sizing Sizing(SizingForm? form, Sizing standard, InputErrors errors)
    {
        if (form is null)
            return standard;
        if (form.Kind is null)
            errors.Add(
                "sizing.kind",
                $"sizing.kind is missing; give {string.Join(" or ", Enum.GetValues<SizingKind>().Select(WireNames.Of))}"
            );
        if (form.Value is null)
            errors.Add("sizing.value", "sizing.value is missing; give a fraction, such as 0.5, or an amount or quantity, as kind says");
        return form is { Kind: not null, Value: { } value }
            ? new Sizing(WireNames.Read(form.Kind, standard.Kind, "sizing.kind", errors), value)
            : standard;
    }
}
