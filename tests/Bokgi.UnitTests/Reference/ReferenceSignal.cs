namespace Bokgi.UnitTests.Reference;

/// <summary>A buy signal at the close of a bar. A strategy sets only its own details; those of other strategies stay null.</summary>
/// <remarks>The bar is an index into the given candles, including warm-up; the time is the bar's open time in microseconds.</remarks>
internal sealed record ReferenceSignal(int Bar, long TimeUtc, double Price, double Confidence)
{
    public double? MovingAverage { get; init; }

    public double? Ratio { get; init; }

    public double? Resistance { get; init; }

    public double? Level { get; init; }

    public int? ZoneAgeBars { get; init; }

    public double? ZoneAgeDays { get; init; }
}
