namespace Bokgi.ArchitectureFixture.Series;

internal readonly record struct Candle(long TimeUtc, double Close);
