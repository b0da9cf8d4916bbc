using Bokgi.Markets;

namespace Bokgi.MarketData.Lake;

/// <summary>The changes that a write made to the lake.</summary>
/// <param name="Symbol">The market.</param>
/// <param name="Timeframe">The length of the bars.</param>
/// <param name="Added">Rows with a time that was not stored before.</param>
/// <param name="Replaced">Rows that replaced a stored row with different values.</param>
/// <param name="Unchanged">Rows already stored with the same values.</param>
/// <param name="Removed">Stored rows that were removed and have no new row with the same time.</param>
/// <param name="LeftOut">Invalid rows that were not written because a valid row is stored for their time.</param>
/// <param name="Duplicates">Rows of the caller that were dropped because a later row has the same time.</param>
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
