using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.MarketData.Lake;

/// <summary>What a write wants: rows, sorted and without duplicates, and the interval in which they replace everything.</summary>
internal sealed record WriteRequest(Symbol Symbol, Timeframe Timeframe, CandleColumns Rows, TimeRange? Overwrite)
{
    /// <summary>From the first time the write concerns to the last.</summary>
    public TimeRange Hull
    {
        get
        {
            var written = Rows.Count == 0 ? Overwrite!.Value : new TimeRange(Rows.Times[0], Rows.Times[^1] + 1);
            return Overwrite is not { } interval
                ? written
                : new TimeRange(Math.Min(written.StartUtc, interval.StartUtc), Math.Max(written.EndUtc, interval.EndUtc));
        }
    }

    public bool Overwrites(long time) => Overwrite?.Contains(time) == true;

    public bool Brings(long time) => Rows.Times.BinarySearch(time) >= 0;

    /// <summary>The UTC years of the rows, and which rows are theirs.</summary>
    public IEnumerable<(int Year, int From, int To)> Years()
    {
        for (var from = 0; from < Rows.Count; )
        {
            var year = UtcYear.Of(Rows.Times[from]);
            var to = Rows.Times.BinarySearch(UtcYear.StartOf(year + 1));
            to = to >= 0 ? to : ~to;
            yield return (year, from, to);
            from = to;
        }
    }
}
