namespace Bokgi.Series;

/// <summary>A bar that a <see cref="CandleBuilder"/> has closed.</summary>
/// <param name="OpenUtc">Open time, UTC microseconds.</param>
/// <param name="Candle">The candle built from the trades received; null if there were none.</param>
/// <param name="IsComplete">Whether all trades of the bar were received; if not, only the exchange knows the true candle.</param>
public readonly record struct BuiltBar(long OpenUtc, Candle? Candle, bool IsComplete);
