using Bokgi.Markets;
using Bokgi.Trading;

namespace Bokgi.Host.PaperTrading.Requests;

/// <summary>What a paper session does, read and checked.</summary>
/// <param name="Exchange">Whose candles.</param>
/// <param name="Timeframe">Their length.</param>
/// <param name="Pairs">What is traded, and by what; their order numbers them.</param>
/// <param name="Account">The money rules of all pairs, but for the quantity step.</param>
/// <param name="InitialCash">Of all pairs together, quote currency.</param>
/// <param name="QuantitySteps">The exchange's step of symbols, base currency, where neither the request nor its costs say one.</param>
internal sealed record SessionPlan(
    string Exchange,
    Timeframe Timeframe,
    IReadOnlyList<PairPlan> Pairs,
    AccountSettings Account,
    double InitialCash,
    IReadOnlyDictionary<Symbol, double> QuantitySteps
)
{
    /// <summary>The symbols, each once, in the order of the request.</summary>
    public IReadOnlyList<Symbol> Symbols { get; } = [.. Pairs.Select(pair => pair.Symbol).Distinct()];

    /// <summary>What each pair starts with, quote currency.</summary>
    public double CashOfPair => InitialCash / Pairs.Count;

    /// <summary>The money rules of one symbol.</summary>
    public AccountSettings AccountOf(Symbol symbol) =>
        QuantitySteps.TryGetValue(symbol, out var step) ? Account with { QuantityStep = step } : Account;

    /// <summary>How many bars a symbol's strategies need before every window is full.</summary>
    public int BarsNeeded(Symbol symbol) =>
        Pairs.Where(pair => pair.Symbol == symbol).Max(pair => pair.Strategy.WarmUpBars(pair.Parameters));
}
