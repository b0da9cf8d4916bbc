namespace Bokgi.Host.Candles;

/// <summary>The output format of loaded candles.</summary>
internal enum CandleFormat
{
    /// <summary>The first and last rows as a table, for people.</summary>
    Table,

    /// <summary>CSV with a header line.</summary>
    Csv,

    /// <summary>An Apache Parquet file.</summary>
    Parquet,

    /// <summary>An Arrow IPC stream.</summary>
    Arrow,

    /// <summary>JSON with one array per column.</summary>
    Json,
}
