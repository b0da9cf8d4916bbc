namespace Bokgi.MarketData.Lake;

/// <summary>The kinds of lake errors; the values are the matching HTTP status codes.</summary>
public enum LakeErrorKind
{
    /// <summary>A file cannot be read as candles: it is not Parquet, damaged, or has a missing or mistyped column.</summary>
    MalformedFile = 400,

    /// <summary>The lake, or the requested part of it, does not exist.</summary>
    NotFound = 404,

    /// <summary>The caller's input is invalid or incomplete.</summary>
    InvalidInput = 422,

    /// <summary>Another writer held the folder for too long.</summary>
    Busy = 503,
}
