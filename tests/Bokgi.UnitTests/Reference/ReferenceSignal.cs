namespace Bokgi.UnitTests.Reference;

/// <summary>A buy signal at the close of a bar. A strategy sets only its own details; those of other strategies stay null.</summary>
/// <remarks>The bar is an index into the given candles, including warm-up; the time is the bar's open time in microseconds.</remarks>
internal sealed record ReferenceSignal(int Bar, long TimeUtc, double Price, double Confidence)
{
    /// <summary>The average volume of the window that ends with this bar.</summary>
    public double? MovingAverage { get; init; }

    /// <summary>The bar's volume divided by the moving average.</summary>
    public double? Ratio { get; init; }

    /// <summary>The lower edge of the volume zone.</summary>
    public double? Resistance { get; init; }

    /// <summary>The price that the bar had to reach: the resistance plus the breakout buffer.</summary>
    public double? Level { get; init; }

    /// <summary>For how many bars in a row the resistance has been the same, this bar included.</summary>
    public int? ZoneAgeBars { get; init; }

    public double? ZoneAgeDays { get; init; }
}
