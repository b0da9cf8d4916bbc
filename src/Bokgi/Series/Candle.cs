namespace Bokgi.Series;

/// <summary>One closed bar of a market.</summary>
/// <param name="TimeUtc">Open time, microseconds since the Unix epoch, UTC.</param>
/// <param name="Open">First price, quote currency.</param>
/// <param name="High">Highest price, quote currency.</param>
/// <param name="Low">Lowest price, quote currency.</param>
/// <param name="Close">Last price, quote currency.</param>
/// <param name="Volume">Quantity traded, base currency.</param>
public readonly record struct Candle(long TimeUtc, double Open, double High, double Low, double Close, double Volume)
{
    /// <summary>Why the bar is unusable, or <see cref="CandleFault.None"/>.</summary>
    public CandleFault Fault =>
        !(double.IsFinite(Open) && double.IsFinite(High) && double.IsFinite(Low) && double.IsFinite(Close) && double.IsFinite(Volume))
            ? CandleFault.NotFinite
        : !(Open > 0 && High > 0 && Low > 0 && Close > 0) ? CandleFault.PriceNotPositive
        : Volume < 0 ? CandleFault.NegativeVolume
        : Low > Math.Min(Open, Close) || High < Math.Max(Open, Close) ? CandleFault.OutsideHighLow
        : CandleFault.None;

    /// <summary>
    /// Whether all values are finite, prices are positive, the volume is not negative, and open and close lie between low and high.
    /// </summary>
    // Equivalent to having no fault, with fewer comparisons: NaN fails all of them, and values between finite values are finite.
    public bool IsValid =>
        Low > 0
        && Low <= Open
        && Low <= Close
        && Open <= High
        && Close <= High
        && High <= double.MaxValue
        && Volume >= 0
        && Volume <= double.MaxValue;
}
