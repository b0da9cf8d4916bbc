namespace Bokgi.MarketData.Lake;

/// <summary>Why bars are missing.</summary>
public enum CandleGapReason
{
    /// <summary>Unknown: the bars were not collected, they were lost, or nothing was traded.</summary>
    Unknown,

    /// <summary>The exchange answered for the interval and has no bars in it.</summary>
    NoTrade,
}
