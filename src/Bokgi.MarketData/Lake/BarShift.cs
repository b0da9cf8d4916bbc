using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.MarketData.Lake;

/// <summary>Finds the same bars again some whole hours away: what comes of reading times in a wrong zone.</summary>
/// <param name="Hours">How many hours later they stand; negative is earlier.</param>
/// <param name="Bars">How many bars are the same.</param>
internal readonly record struct BarShift(int Hours, int Bars)
{
    private const int LeastDifferent = 2;

    // From one end of the world's zones to the other.
    private const int MostHours = 26;

    /// <summary>How far away the same bars are looked for, in microseconds.</summary>
    public const long Reach = MostHours * UnixTime.MicrosecondsPerHour;

    /// <summary>The shift at which a series repeats itself; null when it does not.</summary>
    /// <param name="rows">Rows in order of time.</param>
    public static BarShift? FindWithin(CandleColumns rows)
    {
        BarShift? best = null;
        for (var hours = 1; hours <= MostHours; hours++)
        {
            var (same, _, _) = Count(rows, rows, hours, isVolumeCompared: true);
            if (same > (best?.Bars ?? 0))
                best = new BarShift(hours, same);
        }

        return best;
    }

    /// <summary>
    /// The shift at which most of the rows that share a time have the same prices, and more of them than without a shift. Volumes are
    /// not compared, since sources round them.
    /// </summary>
    /// <param name="rows">Rows in order of time.</param>
    /// <param name="others">Where they are looked for, in order of time.</param>
    /// <returns>Null when there is none.</returns>
    public static BarShift? Find(CandleColumns rows, CandleColumns others)
    {
        var (asTheyAre, changed, _) = Count(rows, others, hours: 0, isVolumeCompared: false);
        if (asTheyAre > changed)
            return null;
        BarShift? best = null;
        for (var hours = -MostHours; hours <= MostHours; hours++)
        {
            if (hours == 0)
                continue;
            var (same, different, met) = Count(rows, others, hours, isVolumeCompared: false);
            var isTold = same > 0 && same >= different && met * 2 >= Math.Min(rows.Count, others.Count);
            if (isTold && same > Math.Max(asTheyAre, best?.Bars ?? 0))
                best = new BarShift(hours, same);
        }

        return best;
    }

    /// <summary>The times of the rows that others have again that many hours later.</summary>
    public static List<long> Again(CandleColumns rows, CandleColumns others, int hours)
    {
        var times = new List<long>();
        var meeting = new Meeting(rows, others, hours);
        while (meeting.Next())
        {
            if (HaveSamePrices(rows, meeting.Row, others, meeting.Other))
                times.Add(others.Times[meeting.Other]);
        }

        return times;
    }

    // Bars without a trade or a range of prices are alike by nature, and so are those of a source that repeats one bar.
    private static (int Same, int Different, int Met) Count(CandleColumns rows, CandleColumns others, int hours, bool isVolumeCompared)
    {
        var (same, different, met, changes, last) = (0, 0, 0, 0, double.NaN);
        var meeting = new Meeting(rows, others, hours);
        for (; meeting.Next(); met++)
        {
            var i = meeting.Row;
            if (!(rows.Volume[i] > 0) || !(rows.High[i] > rows.Low[i]))
                continue;
            if (!HaveSamePrices(rows, i, others, meeting.Other) || (isVolumeCompared && rows.Volume[i] != others.Volume[meeting.Other]))
            {
                different++;
                continue;
            }

            same++;
            changes += rows.Close[i] == last ? 0 : 1;
            last = rows.Close[i];
        }

        return changes >= LeastDifferent ? (same, different, met) : (0, same + different, met);
    }

    private static bool HaveSamePrices(CandleColumns rows, int i, CandleColumns others, int j) =>
        rows.Close[i] == others.Close[j]
        && rows.Open[i] == others.Open[j]
        && rows.High[i] == others.High[j]
        && rows.Low[i] == others.Low[j];

    /// <summary>Goes through the rows whose time others have that many hours later.</summary>
    private ref struct Meeting(CandleColumns rows, CandleColumns others, int hours)
    {
        private readonly ReadOnlySpan<long> times = rows.Times;
        private readonly ReadOnlySpan<long> otherTimes = others.Times;
        private readonly long later = hours * UnixTime.MicrosecondsPerHour;

        public int Row { get; private set; } = -1;

        public int Other { get; private set; }

        public bool Next()
        {
            while (++Row < times.Length)
            {
                var time = times[Row] + later;
                while (Other < otherTimes.Length && otherTimes[Other] < time)
                    Other++;
                if (Other == otherTimes.Length)
                    return false;
                if (otherTimes[Other] == time)
                    return true;
            }

            return false;
        }
    }
}
