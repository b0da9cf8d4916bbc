namespace Bokgi.Host.PaperTrading.Simulation;

/// <summary>One symbol traded by one strategy with an account of its own. The pairs of a session are numbered from 1.</summary>
internal sealed record PairPlan(int Number, Symbol Symbol, StrategyDefinition Strategy, StrategyParameters Parameters)
{
    /// <summary>Number of bars before every window of the strategy is full.</summary>
    public int WarmUpBars => Strategy.WarmUpBars(Parameters);

    /// <summary>The id of a position entered at a bar, which is also the id of the resulting trade.</summary>
    public string PositionId(int entryBar) => FormattableString.Invariant($"{Number}-{entryBar}");

    /// <summary>Whether this is the id of a position of this pair.</summary>
    public bool Owns(string? positionId) =>
        positionId?.StartsWith(FormattableString.Invariant($"{Number}-"), StringComparison.Ordinal) == true;
}
