namespace Bokgi.Host.Runs.Rows;

/// <summary>The output format of a run's rows.</summary>
internal enum RowFormat
{
    /// <summary>A page of JSON objects.</summary>
    Json,

    /// <summary>CSV with a header line.</summary>
    Csv,

    /// <summary>An Apache Parquet file.</summary>
    Parquet,
}
