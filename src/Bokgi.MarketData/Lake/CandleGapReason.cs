namespace Bokgi.MarketData.Lake;

/// <summary>Why bars are absent.</summary>
public enum CandleGapReason
{
    /// <summary>Nobody knows: not collected, lost, or nothing was traded.</summary>
    Unknown,

    /// <summary>The exchange was asked for the interval and has no bars of it.</summary>
    NoTrade,
}
