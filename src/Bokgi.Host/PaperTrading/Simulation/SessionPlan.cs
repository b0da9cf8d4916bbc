namespace Bokgi.Host.PaperTrading.Simulation;

/// <summary>
/// The plan of a paper session, parsed and validated. The cash is that of all pairs together. The exchange's quantity steps apply where neither
/// the request nor its costs give one.
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

    public double CashOfPair => InitialCash / Pairs.Count;

    public AccountSettings AccountOf(Symbol symbol) =>
        QuantitySteps.TryGetValue(symbol, out var step) ? Account with { QuantityStep = step } : Account;

    /// <summary>Number of bars before every window of a symbol's strategies is full.</summary>
    public int BarsNeeded(Symbol symbol) => Pairs.Where(pair => pair.Symbol == symbol).Max(pair => pair.BarsNeeded);
}
