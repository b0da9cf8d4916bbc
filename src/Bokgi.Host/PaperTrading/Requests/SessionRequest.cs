using Bokgi.Host.PaperTrading.Simulation;
using Bokgi.Host.Runs.Accounts;

namespace Bokgi.Host.PaperTrading.Requests;

/// <summary>
/// A session as stored: the request, and the quantity steps by symbol that the exchange published when the session started.
/// </summary>
internal sealed record SessionRequest(SessionForm Form, IReadOnlyDictionary<string, double> QuantitySteps)
{
    /// <summary>
    /// Creates a request in which every default is written out, so that other defaults in a later version of the program do not change the
    /// session.
    /// </summary>
    public static SessionRequest Of(SessionForm form, SessionPlan plan, IReadOnlyDictionary<string, double> quantitySteps) =>
        new(
            form with
            {
                Exchange = plan.Exchange,
                Timeframe = plan.Timeframe.Name,
                Symbols = [.. plan.Symbols.Select(symbol => symbol.Code)],
                Strategies = plan
                    .Pairs.GroupBy(pair => pair.Symbol)
                    .ToDictionary(
                        symbolPairs => symbolPairs.Key.Code,
                        symbolPairs => (IReadOnlyList<PairForm>)[.. symbolPairs.Select(PairForm.Of)]
                    ),
                Account = AccountForm.Of(
                    plan.Account with
                    {
                        // An exchange's costs include its fee, so no fee rate is written if costs are set.
                        FeeRate = plan.Account.FeeRate ?? (plan.Account.Costs is null ? AccountSettings.DefaultFeeRate : null),
                    },
                    plan.InitialCash
                ),
            },
            quantitySteps
        );

    public static SessionRequest FromJson(string text) => JsonSerializer.Deserialize<SessionRequest>(text, JsonFormat.Compact)!;

    public string ToJson() => JsonSerializer.Serialize(this, JsonFormat.Compact);

    public SessionPlan ToPlan()
    {
        var plan = SessionRequestReader.Read(Form);
        var accountHasStep = plan.Account.QuantityStep is not null || plan.Account.Costs is not null;
        return accountHasStep
            ? plan
            : plan with
            {
                QuantitySteps = plan.Symbols.ToDictionary(
                    symbol => symbol,
                    symbol => QuantitySteps.GetValueOrDefault(symbol.Code, SessionRequestReader.DefaultQuantityStep)
                ),
            };
    }
}
