using Bokgi.Markets;

namespace Bokgi.MarketData.Lake;

/// <summary>What a write did to the lake.</summary>
/// <param name="Symbol">The market.</param>
/// <param name="Timeframe">The length of the bars.</param>
/// <param name="Added">Rows whose time was not there before.</param>
/// <param name="Replaced">Rows that took the place of different values at their time.</param>
/// <param name="Unchanged">Rows that were there already with the same values.</param>
/// <param name="Removed">Rows of the overwritten interval that the new rows do not have.</param>
/// <param name="LeftOut">Invalid rows in whose place the lake has a valid one, which stayed.</param>
/// <param name="Duplicates">Rows given that a later one of the same time put aside.</param>
/// <param name="Files">Files written or deleted, relative to the root, ascending.</param>
public sealed record WriteSummary(
    Symbol Symbol,
    Timeframe Timeframe,
    int Added,
    int Replaced,
    int Unchanged,
    int Removed,
    int LeftOut,
    int Duplicates,
    IReadOnlyList<string> Files
);
