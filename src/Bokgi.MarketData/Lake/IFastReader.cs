using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.MarketData.Lake;

/// <summary>
/// Reads year files in one known layout, faster than the generic reader. It never throws on bad input; files that it cannot read are left
/// to the generic reader.
/// </summary>
internal interface IFastReader
{
    /// <summary>The footer's row count.</summary>
    long Rows { get; }

    /// <summary>The time of the first row, microseconds UTC; <see cref="long.MaxValue"/> without rows.</summary>
    long FirstUtc { get; }

    /// <summary>The rows in a range; null when only the generic reader can read the file.</summary>
    IReadOnlyList<RowSpan>? RowSpans(TimeRange range);

    /// <summary>Reads a row span into the existing rows of <paramref name="destination"/> from <paramref name="start"/> on.</summary>
    /// <returns>Whether it succeeded; if not, the contents of the rows are undefined.</returns>
    bool TryRead(RowSpan span, CandleColumns destination, int start);
}
