namespace Bokgi.FakeExchange.Recording;

/// <summary>A trade generated from a bar.</summary>
/// <param name="Id">Unique and ascending within the market: Unix milliseconds × 10,000 + index in the bar; 17 digits, like Upbit's.</param>
/// <param name="TimeMs">Unix milliseconds, UTC.</param>
/// <param name="Price">Quote currency.</param>
/// <param name="Quantity">Base currency.</param>
/// <param name="IsBuy">Whether the taker bought.</param>
internal readonly record struct GeneratedTrade(long Id, long TimeMs, decimal Price, decimal Quantity, bool IsBuy)
{
    /// <summary>Time of the trade, UTC microseconds.</summary>
    public long TimeUtc => TimeMs * 1_000;
}
