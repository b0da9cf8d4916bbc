namespace Bokgi.Series;

/// <summary>Why a bar is invalid and therefore left out of a series.</summary>
public enum CandleFault
{
    /// <summary>The bar is valid.</summary>
    None,

    /// <summary>A price or the volume is missing, not a number or infinite.</summary>
    NotFinite,

    /// <summary>A price is zero or negative.</summary>
    PriceNotPositive,

    /// <summary>The volume is negative.</summary>
    NegativeVolume,

    /// <summary>The open or the close is not between low and high.</summary>
    OutsideHighLow,
}
