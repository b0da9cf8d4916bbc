namespace Bokgi.MarketData.Lake;

/// <summary>One column of a Parquet file.</summary>
/// <param name="Name">Its path in the schema.</param>
/// <param name="PhysicalType">How values are stored, for example <c>Int64</c>.</param>
/// <param name="LogicalType">What they mean, for example <c>Timestamp</c>; empty when the file does not say.</param>
/// <param name="IsNullable">Whether cells may be empty.</param>
/// <param name="Encodings">The encodings of its first row group.</param>
/// <param name="Compression">The compression of its first row group; empty without row groups.</param>
public sealed record ColumnInspection(
    string Name,
    string PhysicalType,
    string LogicalType,
    bool IsNullable,
    IReadOnlyList<string> Encodings,
    string Compression
);
