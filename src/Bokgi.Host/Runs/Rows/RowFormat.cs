namespace Bokgi.Host.Runs.Rows;

internal enum RowFormat
{
    Json,

    Csv,

    Parquet,
}
