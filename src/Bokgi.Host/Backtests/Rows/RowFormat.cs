namespace Bokgi.Host.Backtests.Rows;

/// <summary>How rows of a run are answered.</summary>
internal enum RowFormat
{
    /// <summary>A page of objects.</summary>
    Json,

    /// <summary>Text with a heading line.</summary>
    Csv,

    /// <summary>An Apache Parquet file.</summary>
    Parquet,
}
