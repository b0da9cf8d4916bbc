namespace Bokgi.MarketData.Lake;

/// <summary>The number of rows that a symbol has in a range, and the files that may hold these rows.</summary>
/// <param name="Rows">Rows in the range, valid or not: exact for files that the lake wrote, estimated for others.</param>
/// <param name="Files">The names of the files, relative to the root of the lake.</param>
public sealed record SeriesOutline(long Rows, IReadOnlyList<string> Files);
