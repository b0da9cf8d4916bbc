namespace Bokgi.MarketData.Lake;

/// <summary>The number of rows of a symbol in a range, and their files.</summary>
/// <param name="Rows">Rows in the range, valid or not: exact for files that the lake wrote, estimated for others.</param>
/// <param name="Files">Names of the files that may hold them, relative to the root.</param>
public sealed record SeriesOutline(long Rows, IReadOnlyList<string> Files);
