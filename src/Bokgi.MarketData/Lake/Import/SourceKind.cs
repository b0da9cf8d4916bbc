namespace Bokgi.MarketData.Lake.Import;

/// <summary>What a file is by its first bytes, whatever it is called.</summary>
internal enum SourceKind
{
    Text,
    Json,
    Parquet,
    ArrowFile,
    ArrowStream,
}
