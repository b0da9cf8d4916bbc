namespace Bokgi.FakeExchange.Recording;

/// <summary>A trade that was made of a bar.</summary>
/// <param name="Id">Unique in its market and rising: Unix milliseconds × 10,000 + place in the bar, 17 digits as Upbit's.</param>
/// <param name="TimeMs">Unix milliseconds, UTC.</param>
/// <param name="Price">Quote currency.</param>
/// <param name="Quantity">Base currency.</param>
/// <param name="IsBuy">Whether the one who took it bought.</param>
internal readonly record struct RecordedTrade(long Id, long TimeMs, decimal Price, decimal Quantity, bool IsBuy)
{
    /// <summary>Microseconds UTC.</summary>
    public long TimeUtc => TimeMs * 1_000;
}
