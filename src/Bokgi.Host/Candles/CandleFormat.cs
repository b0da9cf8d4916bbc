namespace Bokgi.Host.Candles;

/// <summary>How loaded candles are written.</summary>
internal enum CandleFormat
{
    /// <summary>The first and last rows, for people.</summary>
    Table,

    /// <summary>Text with a heading line.</summary>
    Csv,

    /// <summary>An Apache Parquet file.</summary>
    Parquet,

    /// <summary>An Arrow IPC stream.</summary>
    Arrow,

    /// <summary>One array per column.</summary>
    Json,
}
