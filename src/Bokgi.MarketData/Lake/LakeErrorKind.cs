namespace Bokgi.MarketData.Lake;

/// <summary>What kind of trouble the lake met; the values are the HTTP status codes that fit.</summary>
public enum LakeErrorKind
{
    /// <summary>A file cannot be read as candles: no Parquet, damaged, a column missing or of the wrong type.</summary>
    MalformedFile = 400,

    /// <summary>The lake, or what was asked of it, is not there.</summary>
    NotFound = 404,

    /// <summary>The caller's own words make no sense, or do not say enough.</summary>
    InvalidInput = 422,

    /// <summary>Another writer held the folder for too long.</summary>
    Busy = 503,
}
