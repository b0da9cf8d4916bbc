using Bokgi.Markets;

namespace Bokgi.MarketData.Lake;

/// <summary>What a fix changed in the files of a symbol and timeframe.</summary>
/// <param name="Symbol">The market.</param>
/// <param name="Timeframe">The length of the bars.</param>
/// <param name="Rows">The number of rows after the fix, all with distinct times.</param>
/// <param name="Duplicates">Rows dropped because a later row has the same time.</param>
/// <param name="OutOfOrder">Rows with a time before that of the preceding row.</param>
/// <param name="Files">Files written or deleted, relative to the root, ascending; empty when nothing needed fixing.</param>
public sealed record FixSummary(Symbol Symbol, Timeframe Timeframe, int Rows, int Duplicates, int OutOfOrder, IReadOnlyList<string> Files);
