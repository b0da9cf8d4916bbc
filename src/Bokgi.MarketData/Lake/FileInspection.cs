namespace Bokgi.MarketData.Lake;

/// <summary>What a Parquet file holds and whether it can be read as candles.</summary>
/// <param name="Name">Path relative to the lake's root, or the bare name of a file elsewhere.</param>
/// <param name="Bytes">Size on disk.</param>
/// <param name="Rows">Rows in all row groups.</param>
/// <param name="RowGroups">Number of row groups.</param>
/// <param name="CreatedBy">The program that wrote it, as it says.</param>
/// <param name="Columns">All columns in file order.</param>
/// <param name="TimeColumn">The column taken for the time; null when there is none.</param>
/// <param name="TimeFlavour">How its values are understood, for example <c>microseconds, UTC</c>; null when they are not.</param>
/// <param name="FirstUtc">Earliest time, microseconds UTC; null when there is none.</param>
/// <param name="LastUtc">Latest time, microseconds UTC; null when there is none.</param>
/// <param name="IsSorted">Whether times never run backwards; null when they cannot be read.</param>
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
