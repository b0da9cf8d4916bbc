namespace Bokgi.MarketData.Lake;

/// <summary>The contents of a Parquet file, and whether it can be read as candles.</summary>
/// <param name="Name">Path relative to the lake's root, or the bare name of a file elsewhere.</param>
/// <param name="Bytes">The size on disk.</param>
/// <param name="Rows">The rows in all row groups.</param>
/// <param name="RowGroups">The number of row groups.</param>
/// <param name="CreatedBy">The program that wrote the file, according to its metadata.</param>
/// <param name="Columns">All columns in file order.</param>
/// <param name="TimeColumn">The column used as the time; null when there is none.</param>
/// <param name="TimeFlavour">How the time values are interpreted, for example <c>microseconds, UTC</c>; null when they cannot be.</param>
/// <param name="FirstUtc">The earliest time, microseconds UTC; null when there is none.</param>
/// <param name="LastUtc">The latest time, microseconds UTC; null when there is none.</param>
/// <param name="IsSorted">Whether times never decrease; null when they cannot be read.</param>
/// <param name="Metadata">The file's own key-value metadata.</param>
/// <param name="Problems">Why the file cannot be read as candles; empty when it can.</param>
public sealed record FileInspection(
    string Name,
    long Bytes,
    long Rows,
    int RowGroups,
    string CreatedBy,
    IReadOnlyList<ColumnInspection> Columns,
    string? TimeColumn,
    string? TimeFlavour,
    long? FirstUtc,
    long? LastUtc,
    bool? IsSorted,
    IReadOnlyDictionary<string, string> Metadata,
    IReadOnlyList<string> Problems
);
