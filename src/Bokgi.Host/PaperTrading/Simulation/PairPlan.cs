using Bokgi.Markets;
using Bokgi.Strategies;

namespace Bokgi.Host.PaperTrading.Simulation;

/// <summary>A strategy on a symbol, with its parameters.</summary>
/// <param name="Number">Its position in the session, from 1.</param>
/// <param name="Symbol">The market.</param>
/// <param name="Strategy">The strategy.</param>
/// <param name="Parameters">Its complete parameters.</param>
internal sealed record PairPlan(int Number, Symbol Symbol, StrategyDefinition Strategy, StrategyParameters Parameters)
{
    /// <summary>Number of bars before every window of the strategy is full.</summary>
    public int BarsNeeded => Strategy.WarmUpBars(Parameters);

    /// <summary>The id of a position entered at a bar, which is also the id of the resulting trade.</summary>
    public string PositionId(int entryBar) => FormattableString.Invariant($"{Number}-{entryBar}");

    /// <summary>Whether an id is that of one of this pair's positions.</summary>
    public bool Owns(string? positionId) =>
        positionId?.StartsWith(FormattableString.Invariant($"{Number}-"), StringComparison.Ordinal) == true;
}
