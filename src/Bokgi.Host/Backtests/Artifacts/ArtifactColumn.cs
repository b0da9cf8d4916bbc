using ParquetSharp;

namespace Bokgi.Host.Backtests.Artifacts;

/// <summary>A column of a run's file.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Type">What its physical values are.</param>
/// <param name="IsTime">Whether they are UTC microseconds.</param>
internal sealed record ArtifactColumn(string Name, PhysicalType Type, bool IsTime)
{
    /// <summary>Its name for readers, where that is another one.</summary>
    public string Title { get; init; } = Name;

    /// <summary>The object that holds it in JSON for readers; null for the row itself.</summary>
    public string? Parent { get; init; }

    /// <summary>The column in a file for readers.</summary>
    public Column ToParquet() =>
        IsTime ? new Column(typeof(DateTime), Title, LogicalType.Timestamp(isAdjustedToUtc: true, TimeUnit.Micros))
        : Type == PhysicalType.Int64 ? new Column<long>(Title)
        : Type == PhysicalType.Int32 ? new Column<int>(Title)
        : Type == PhysicalType.Double ? new Column<double>(Title)
        : new Column<string>(Title);
}
