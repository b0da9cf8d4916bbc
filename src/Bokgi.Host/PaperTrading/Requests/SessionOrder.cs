using System.Text.Json;
using Bokgi.Host.Backtests.Requests;
using Bokgi.Host.Platform.Json;
using Bokgi.Trading;

namespace Bokgi.Host.PaperTrading.Requests;

/// <summary>A session as it is kept: what was asked, and the exchange's quantity steps at its start.</summary>
/// <param name="Form">What was asked.</param>
/// <param name="QuantitySteps">By symbol, base currency; of those that the exchange told.</param>
internal sealed record SessionOrder(SessionForm Form, IReadOnlyDictionary<string, double> QuantitySteps)
{
    /// <summary>What is kept of a request: every default is written out, so that no later version of the program changes a session that runs.</summary>
    public static SessionOrder Of(SessionForm form, SessionPlan plan, IReadOnlyDictionary<string, double> quantitySteps) =>
        new(
            form with
            {
                Exchange = plan.Exchange,
                Timeframe = plan.Timeframe.Name,
                Symbols = [.. plan.Symbols.Select(symbol => symbol.Code)],
                Strategies = plan
                    .Pairs.GroupBy(pair => pair.Symbol)
                    .ToDictionary(own => own.Key.Code, own => (IReadOnlyList<PairForm>)[.. own.Select(PairForm.Of)]),
                Execution = WireNames.Of(plan.Account.Execution),
                FeeRate = plan.Account.FeeRate ?? (plan.Account.Costs is null ? AccountSettings.StandardFeeRate : null),
                SlippageRate = plan.Account.SlippageRate,
                InitialCash = plan.InitialCash,
                Sizing = new SizingForm { Kind = WireNames.Of(plan.Account.Sizing.Kind), Value = plan.Account.Sizing.Value },
            },
            quantitySteps
        );

    public static SessionOrder Read(string text) => JsonSerializer.Deserialize<SessionOrder>(text, JsonFormat.Compact)!;

    public string Write() => JsonSerializer.Serialize(this, JsonFormat.Compact);

    /// <summary>What it does.</summary>
    public SessionPlan Plan()
    {
        var plan = SessionReading.Read(Form);
        return plan.Account.QuantityStep is not null || plan.Account.Costs is not null
            ? plan
            : plan with
            {
                QuantitySteps = plan.Symbols.ToDictionary(
                    symbol => symbol,
                    symbol => QuantitySteps.GetValueOrDefault(symbol.Code, SessionReading.FinestStep)
                ),
            };
    }
}
