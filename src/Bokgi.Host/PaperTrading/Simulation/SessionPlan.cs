namespace Bokgi.Host.PaperTrading.Simulation;

/// <summary>
/// What a session trades, with which accounts; already validated. QuantitySteps are those that the exchange published. There are none if the
/// request sets a quantity step, or costs that include one.
/// </summary>
internal sealed record SessionPlan(
    string Exchange,
    Timeframe Timeframe,
    IReadOnlyList<PairPlan> Pairs,
    AccountSettings Account,
    double InitialCash,
    IReadOnlyDictionary<Symbol, double> QuantitySteps
)
{
    /// <summary>The distinct symbols, in the order of the request.</summary>
    public IReadOnlyList<Symbol> Symbols { get; } = [.. Pairs.Select(pair => pair.Symbol).Distinct()];
    public double CashPerPair => InitialCash / Pairs.Count;

    public AccountSettings AccountOf(Symbol symbol) =>
        QuantitySteps.TryGetValue(symbol, out var step) ? Account with { QuantityStep = step } : Account;

    public int WarmUpBars(Symbol symbol) => Pairs.Where(pair => pair.Symbol == symbol).Max(pair => pair.WarmUpBars);
}
