using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.MarketData.Lake;

/// <summary>
/// A faster way to read a year file than the general reader, for files that it recognises. It reports no error: what it cannot read is left
/// to the general reader.
/// </summary>
internal interface IFastReader
{
    /// <summary>The footer's row count.</summary>
    long Rows { get; }

    /// <summary>The time of the first row.</summary>
    long FirstUtc { get; }

    /// <summary>The rows in a range; null when only the general reader can read the file.</summary>
    IReadOnlyList<RowSpan>? Stretches(TimeRange range);

    /// <summary>Reads a stretch into the existing rows of <paramref name="destination"/> from <paramref name="start"/> on.</summary>
    /// <returns>Whether it succeeded; if not, the contents of the rows are undefined.</returns>
    bool TryRead(RowSpan stretch, CandleColumns destination, int start);
}
