using ParquetSharp;

namespace Bokgi.Host.Runs.Artifacts;

/// <summary>A column of a run's file; times are UTC microseconds.</summary>
internal sealed record ArtifactColumn(string Name, PhysicalType Type, bool IsTime)
{
    /// <summary>The column's name in exported files.</summary>
    public string ExportName { get; init; } = Name;

    /// <summary>In JSON exports, the name of the object that holds the column within its row; null if the row holds it directly.</summary>
    public string? Parent { get; init; }

    public Column ToParquet() =>
        IsTime ? new Column(typeof(DateTime), ExportName, LogicalType.Timestamp(isAdjustedToUtc: true, TimeUnit.Micros))
        : Type == PhysicalType.Int64 ? new Column<long>(ExportName)
        : Type == PhysicalType.Int32 ? new Column<int>(ExportName)
        : Type == PhysicalType.Double ? new Column<double>(ExportName)
        : new Column<string>(ExportName);
}
