using Bokgi.Markets;

namespace Bokgi.MarketData.Lake;

/// <summary>What was put right in the files of a symbol and timeframe.</summary>
/// <param name="Symbol">The market.</param>
/// <param name="Timeframe">The length of the bars.</param>
/// <param name="Rows">Rows that are there, each of another time.</param>
/// <param name="Duplicates">Rows dropped because a later one had the same time.</param>
/// <param name="OutOfOrder">Rows whose time lay before that of the row in front of them.</param>
/// <param name="Files">Files written or deleted, relative to the root, ascending; none when all was well.</param>
public sealed record FixSummary(Symbol Symbol, Timeframe Timeframe, int Rows, int Duplicates, int OutOfOrder, IReadOnlyList<string> Files);
