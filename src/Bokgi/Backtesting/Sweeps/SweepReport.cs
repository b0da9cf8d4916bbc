using Bokgi.Performance;

namespace Bokgi.Backtesting.Sweeps;

/// <summary>The figures of every setting of a sweep over every series.</summary>
public sealed class SweepReport
{
    private readonly PerformanceReport?[] figures;
    private readonly int series;

    internal SweepReport(PerformanceReport?[] figures, int series) => (this.figures, this.series) = (figures, series);

    /// <summary>How many settings there are.</summary>
    public int Settings => figures.Length / series;

    /// <summary>The figures of one setting over one series, those of a single replay to the bit; null when no candle lies in the range.</summary>
    /// <param name="setting">Its place in the grid.</param>
    /// <param name="of">The place of the series among those given.</param>
    public PerformanceReport? this[int setting, int of]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(of);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(of, series);
            return figures[(setting * series) + of];
        }
    }
}
