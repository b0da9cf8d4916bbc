namespace Bokgi.Host.Runs.Artifacts;

/// <summary>A column of a run's table.</summary>
internal sealed record ArtifactColumn(string Name, ColumnType Type)
{
    /// <summary>The column's name in exported files.</summary>
    public string ExportName { get; init; } = Name;

    /// <summary>In JSON exports, the name of the object that holds the column within its row; null if the row holds it directly.</summary>
    public string? Parent { get; init; }
}
