using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.MarketData.Lake;

/// <summary>Finds the same bars again some whole hours away: what comes of reading times in a wrong zone.</summary>
/// <param name="Hours">How many hours later they stand; negative is earlier.</param>
/// <param name="Bars">How many bars are the same.</param>
internal readonly record struct BarShift(int Hours, int Bars)
{
    // From one end of the world's zones to the other.
    private const int MostHours = 26;
    private const int LeastDifferent = 2;
    private const long Hour = 3_600 * UnixTime.MicrosecondsPerSecond;

    /// <summary>The shift by which most rows are found among others; null when there is none.</summary>
    /// <param name="rows">Rows in order of time.</param>
    /// <param name="others">Where they are looked for, in order of time; may be the same rows, which are then looked for later only.</param>
    public static BarShift? Find(CandleColumns rows, CandleColumns others)
    {
        BarShift? best = null;
        for (var hours = ReferenceEquals(rows, others) ? 1 : -MostHours; hours <= MostHours; hours++)
        {
            if (hours != 0 && Count(rows, others, hours) is > 0 and var bars && bars > (best?.Bars ?? 0))
                best = new BarShift(hours, bars);
        }

        return best;
    }

    /// <summary>The times of the rows that others have again that many hours later.</summary>
    public static List<long> Again(CandleColumns rows, CandleColumns others, int hours)
    {
        var times = new List<long>();
        EachSame(rows, others, hours, i => times.Add(rows.Times[i] + (hours * Hour)));
        return times;
    }

    /// <summary>How many rows have the same values at the same time among others.</summary>
    public static int CountEqual(CandleColumns rows, CandleColumns others)
    {
        var count = 0;
        EachSame(rows, others, hours: 0, _ => count++);
        return count;
    }

    // Bars without a trade or a range of prices are alike by nature, and so are those of a source that repeats one bar.
    private static int Count(CandleColumns rows, CandleColumns others, int hours)
    {
        var (count, different, last) = (0, 0, double.NaN);
        EachSame(
            rows,
            others,
            hours,
            i =>
            {
                if (!(rows.Volume[i] > 0) || !(rows.High[i] > rows.Low[i]))
                    return;
                count++;
                different += rows.Close[i] == last ? 0 : 1;
                last = rows.Close[i];
            }
        );
        return different >= LeastDifferent ? count : 0;
    }

    // Rows that others have again with the same values that many hours later.
    private static void EachSame(CandleColumns rows, CandleColumns others, int hours, Action<int> found)
    {
        for (var (i, next) = (0, 0); i < rows.Count; i++)
        {
            var time = rows.Times[i] + (hours * Hour);
            while (next < others.Count && others.Times[next] < time)
                next++;
            if (next == others.Count)
                return;
            if (others.Times[next] == time && IsSame(rows, i, others, next))
                found(i);
        }
    }

    private static bool IsSame(CandleColumns rows, int i, CandleColumns others, int j) =>
        rows.Close[i] == others.Close[j]
        && rows.Open[i] == others.Open[j]
        && rows.High[i] == others.High[j]
        && rows.Low[i] == others.Low[j]
        && rows.Volume[i] == others.Volume[j];
}
