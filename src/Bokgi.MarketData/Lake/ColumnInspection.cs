namespace Bokgi.MarketData.Lake;

/// <summary>One column of a Parquet file.</summary>
/// <param name="Name">The column's path in the schema.</param>
/// <param name="PhysicalType">The stored type, for example <c>Int64</c>.</param>
/// <param name="LogicalType">The meaning of the values, for example <c>Timestamp</c>; empty when the file does not state it.</param>
/// <param name="IsNullable">Whether cells may be empty.</param>
/// <param name="Encodings">The encodings in the first row group.</param>
/// <param name="Compression">The compression in the first row group; empty without row groups.</param>
public sealed record ColumnInspection(
    string Name,
    string PhysicalType,
    string LogicalType,
    bool IsNullable,
    IReadOnlyList<string> Encodings,
    string Compression
);
