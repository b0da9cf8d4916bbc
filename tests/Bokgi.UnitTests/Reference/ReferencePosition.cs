using Bokgi.Series;

namespace Bokgi.UnitTests.Reference;

/// <summary>An open position and the bars that it has been held for.</summary>
/// <remarks>
/// The raw price is the entry price before slippage. The fill is the price after slippage, rounded to the price step. The cost includes the
/// fee. The entry bar is an index into the given candles, the time is in microseconds.
/// </remarks>
internal sealed record ReferencePosition(
    int EntryBar,
    long EntryTimeUtc,
    double RawPrice,
    double Fill,
    double Quantity,
    double Cost,
    double Confidence
)
{
    /// <summary>
    /// The bars during which the position was held, wholly or until a stop or target. Their lows and highs determine the excursions.
    /// </summary>
    public List<Candle> HeldBars { get; } = [];
}
