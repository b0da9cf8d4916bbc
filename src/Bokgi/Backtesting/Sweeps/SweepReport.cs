using Bokgi.Performance;

namespace Bokgi.Backtesting.Sweeps;

/// <summary>The figures of every setting and series of a sweep.</summary>
public sealed class SweepReport
{
    private readonly PerformanceReport?[] figures;
    private readonly int seriesCount;

    internal SweepReport(PerformanceReport?[] figures, int seriesCount) => (this.figures, this.seriesCount) = (figures, seriesCount);

    /// <summary>The number of settings.</summary>
    public int Settings => figures.Length / seriesCount;

    /// <summary>
    /// The figures of one setting and series, bit-for-bit equal to those of a single replay; null if the range contains no candles.
    /// </summary>
    /// <param name="setting">The setting's number in the grid.</param>
    /// <param name="seriesIndex">The index of the series.</param>
    public PerformanceReport? this[int setting, int seriesIndex]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(seriesIndex);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(seriesIndex, seriesCount);
            return figures[(setting * seriesCount) + seriesIndex];
        }
    }
}
