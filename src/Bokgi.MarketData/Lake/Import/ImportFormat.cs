namespace Bokgi.MarketData.Lake.Import;

/// <summary>The format of an imported file, detected from its contents and never from its name.</summary>
public enum ImportFormat
{
    /// <summary>Delimited text whose first line names the columns.</summary>
    Csv,

    /// <summary>Delimited text without column names.</summary>
    HeaderlessCsv,

    /// <summary>JSON with named values: one object per candle, as in Upbit's responses, or columns, as pandas writes them.</summary>
    JsonObjects,

    /// <summary>A JSON array with one array per candle, as in Binance's responses.</summary>
    JsonArrays,

    /// <summary>An Apache Parquet file.</summary>
    Parquet,

    /// <summary>An Apache Arrow file (such as Feather) or stream.</summary>
    Arrow,
}
