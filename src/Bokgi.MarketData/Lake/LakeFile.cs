using Bokgi.Markets;

namespace Bokgi.MarketData.Lake;

/// <summary>One file of the lake, as its footer tells.</summary>
/// <param name="Name">Path relative to the root.</param>
/// <param name="Symbol">The market its folder names.</param>
/// <param name="Timeframe">The timeframe its folder names.</param>
/// <param name="Year">The year its name tells.</param>
/// <param name="Rows">Rows in the file; 0 when it cannot be read.</param>
/// <param name="FirstUtc">Earliest open time, microseconds UTC; null without rows or when it cannot be read.</param>
/// <param name="LastUtc">Latest open time, microseconds UTC; null likewise.</param>
/// <param name="Bytes">Size on disk.</param>
/// <param name="ModifiedUtc">When it was last written.</param>
/// <param name="Source">Where its bars come from, as <see cref="CollectionRecord.Source"/>; null when it is not known.</param>
/// <param name="Issues">Why it cannot be used as it is; empty when it can.</param>
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
