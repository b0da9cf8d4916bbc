using Bokgi.Markets;
using Bokgi.Strategies;

namespace Bokgi.Host.PaperTrading.Simulation;

/// <summary>A strategy on a symbol, with its parameters.</summary>
/// <param name="Symbol">The market.</param>
/// <param name="Strategy">The strategy.</param>
/// <param name="Parameters">Its complete parameters.</param>
internal sealed record PairPlan(Symbol Symbol, StrategyDefinition Strategy, StrategyParameters Parameters);
