using Bokgi.Markets;

namespace Bokgi.MarketData.Lake;

/// <summary>One file of the lake, as described by its footer.</summary>
/// <param name="Name">Path relative to the root.</param>
/// <param name="Symbol">The market, from the folder name.</param>
/// <param name="Timeframe">The timeframe, from the folder name.</param>
/// <param name="Year">The year, from the file name.</param>
/// <param name="Rows">Rows in the file; 0 when it cannot be read.</param>
/// <param name="FirstUtc">The earliest open time, microseconds UTC; null without rows or when the file cannot be read.</param>
/// <param name="LastUtc">The latest open time, microseconds UTC; null without rows or when the file cannot be read.</param>
/// <param name="Bytes">The size on disk.</param>
/// <param name="ModifiedUtc">When the file was last written.</param>
/// <param name="Source">The source of the bars, as in <see cref="CollectionRecord.Source"/>; null when unknown.</param>
/// <param name="Issues">Why the file cannot be used as it is; empty when it can.</param>
public sealed record LakeFile(
    string Name,
    Symbol Symbol,
    Timeframe Timeframe,
    int Year,
    long Rows,
    long? FirstUtc,
    long? LastUtc,
    long Bytes,
    DateTimeOffset ModifiedUtc,
    string? Source,
    IReadOnlyList<string> Issues
);
