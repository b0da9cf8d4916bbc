namespace Bokgi.Series;

/// <summary>A bar that a <see cref="CandleBuilder"/> has closed.</summary>
/// <param name="OpenUtc">When it opened, microseconds UTC.</param>
/// <param name="Candle">What the trades that were seen make of it; null when none was.</param>
/// <param name="IsComplete">Whether all its trades were seen; where not, only the exchange knows the candle.</param>
public readonly record struct BuiltBar(long OpenUtc, Candle? Candle, bool IsComplete);
