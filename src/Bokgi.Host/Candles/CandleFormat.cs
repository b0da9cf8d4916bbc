namespace Bokgi.Host.Candles;

/// <summary>The output format of loaded candles. A table is for people, and shows only the first and the last rows.</summary>
internal enum CandleFormat
{
    Table,
    Csv,
    Parquet,
    Arrow,
    Json,
}
