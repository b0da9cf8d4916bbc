namespace Bokgi.Host.Candles;

/// <summary>The output format of loaded candles; a table shows people the first and the last rows.</summary>
internal enum CandleFormat
{
    Table,
    Csv,
    Parquet,
    Arrow,
    Json,
}
