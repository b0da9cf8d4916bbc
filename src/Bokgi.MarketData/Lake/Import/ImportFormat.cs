namespace Bokgi.MarketData.Lake.Import;

/// <summary>What kind of file the importer took a file for; found by its first bytes, never by its name.</summary>
public enum ImportFormat
{
    /// <summary>Delimited text whose first line names the columns.</summary>
    Csv,

    /// <summary>Delimited text without names.</summary>
    HeaderlessCsv,

    /// <summary>JSON whose values have names: objects, one a candle, as Upbit answers, or columns, as pandas writes them.</summary>
    JsonObjects,

    /// <summary>A JSON array of arrays, one a candle, as Binance answers.</summary>
    JsonArrays,

    /// <summary>An Apache Parquet file.</summary>
    Parquet,

    /// <summary>An Apache Arrow file, which Feather files are, or stream.</summary>
    Arrow,
}
