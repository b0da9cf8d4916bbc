namespace Bokgi.MarketData.Lake.Import;

/// <summary>The kind of a file, detected from its first bytes and not from its name.</summary>
internal enum SourceKind
{
    Text,
    Json,
    Parquet,
    ArrowFile,
    ArrowStream,
}
