using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.MarketData.Lake;

/// <summary>Finds the same bars again some time away: what comes of reading times in a wrong zone, or closes as opens.</summary>
/// <param name="Microseconds">How much later they stand; negative is earlier.</param>
/// <param name="Bars">How many bars are the same.</param>
internal readonly record struct BarShift(long Microseconds, int Bars)
{
    private const int LeastDifferent = 2;

    // So many bars of one time tell by how little prices differ whether the times are right.
    private const int ManyBars = 20;
    private const double FarCloser = 10;

    // From one end of the world's zones to the other.
    private const int MostHours = 26;

    /// <summary>How far away the same bars are looked for, in microseconds.</summary>
    public const long Reach = MostHours * UnixTime.MicrosecondsPerHour;

    /// <summary>How many hours later they stand, for a shift of whole hours.</summary>
    public int Hours => (int)(Microseconds / UnixTime.MicrosecondsPerHour);

    /// <summary>The shift of whole hours at which a series repeats itself; null when it does not.</summary>
    /// <param name="rows">Rows in order of time.</param>
    public static BarShift? FindWithin(CandleColumns rows)
    {
        BarShift? best = null;
        for (var hours = 1; hours <= MostHours; hours++)
        {
            var shift = hours * UnixTime.MicrosecondsPerHour;
            var same = Meet(rows, rows, shift, isVolumeCompared: true).Same;
            if (same > (best?.Bars ?? 0))
                best = new BarShift(shift, same);
        }

        return best;
    }

    /// <summary>
    /// The shift, of whole hours or of one bar, at which most of the rows that share a time have the same prices, and more of them than
    /// without a shift; or, where prices are rounded or another exchange's, at which they are far closer. Volumes are not compared, since
    /// sources round them.
    /// </summary>
    /// <param name="rows">Rows in order of time.</param>
    /// <param name="others">Where they are looked for, in order of time.</param>
    /// <param name="bar">The length of a bar, microseconds.</param>
    /// <returns>Null when there is none.</returns>
    public static BarShift? Find(CandleColumns rows, CandleColumns others, long bar)
    {
        var unshifted = Meet(rows, others, 0, isVolumeCompared: false);
        if (unshifted.Same > unshifted.Different)
            return null;
        BarShift? best = null;
        BarShift? closest = null;
        var leastDistance = unshifted.Met >= ManyBars ? unshifted.Distance / FarCloser : 0;
        foreach (var shift in Shifts(bar))
        {
            var meeting = Meet(rows, others, shift, isVolumeCompared: false);
            var isFound = meeting.Same > 0 && meeting.Same >= meeting.Different && meeting.Met * 2 >= Common(rows, others, shift);
            if (isFound && meeting.Same > Math.Max(unshifted.Same, best?.Bars ?? 0))
                best = new BarShift(shift, meeting.Same);
            if (meeting.Met < ManyBars || !(meeting.Distance < leastDistance))
                continue;
            (leastDistance, closest) = (meeting.Distance, new BarShift(shift, meeting.Met));
        }

        return best ?? closest;
    }

    /// <summary>The times of the rows that others have again that much later.</summary>
    public static List<long> Again(CandleColumns rows, CandleColumns others, long shift)
    {
        var times = new List<long>();
        var meeting = new Meeting(rows, others, shift);
        while (meeting.Next())
        {
            if (HaveSamePrices(rows, meeting.Row, others, meeting.Other))
                times.Add(others.Times[meeting.Other]);
        }

        return times;
    }

    private static IEnumerable<long> Shifts(long bar)
    {
        if (bar < UnixTime.MicrosecondsPerHour)
        {
            yield return -bar;
            yield return bar;
        }

        for (var hours = -MostHours; hours <= MostHours; hours++)
        {
            if (hours != 0)
                yield return hours * UnixTime.MicrosecondsPerHour;
        }
    }

    // How many bars can meet: the fewer of both where their spans overlap.
    private static int Common(CandleColumns rows, CandleColumns others, long shift)
    {
        if (rows.Count == 0 || others.Count == 0)
            return 0;
        var (first, last) = (Math.Max(rows.Times[0] + shift, others.Times[0]), Math.Min(rows.Times[^1] + shift, others.Times[^1]));
        return Math.Min(CountBetween(rows.Times, first - shift, last - shift), CountBetween(others.Times, first, last));
    }

    private static int CountBetween(ReadOnlySpan<long> times, long first, long last)
    {
        var from = times.BinarySearch(first);
        var to = times.BinarySearch(last);
        return Math.Max(0, (to < 0 ? ~to : to + 1) - (from < 0 ? ~from : from));
    }

    // Bars without a range of prices are alike by nature, and so are those of a source that repeats one bar.
    private static Tally Meet(CandleColumns rows, CandleColumns others, long shift, bool isVolumeCompared)
    {
        var (same, different, met, changes, last, distance) = (0, 0, 0, 0, double.NaN, 0.0);
        var meeting = new Meeting(rows, others, shift);
        for (; meeting.Next(); met++)
        {
            var i = meeting.Row;
            distance += Math.Abs((rows.Close[i] / others.Close[meeting.Other]) - 1);
            if (!(rows.High[i] > rows.Low[i]) || (isVolumeCompared && !(rows.Volume[i] > 0)))
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

        return changes >= LeastDifferent
            ? new Tally(same, different, met, distance / met)
            : new Tally(0, same + different, met, distance / met);
    }

    private static bool HaveSamePrices(CandleColumns rows, int i, CandleColumns others, int j) =>
        rows.Close[i] == others.Close[j]
        && rows.Open[i] == others.Open[j]
        && rows.High[i] == others.High[j]
        && rows.Low[i] == others.Low[j];

    /// <summary>What was found where rows meet.</summary>
    /// <param name="Same">Bars with the same prices.</param>
    /// <param name="Different">Bars with others.</param>
    /// <param name="Met">Bars of one time.</param>
    /// <param name="Distance">How far apart their closes lie on average, as a fraction.</param>
    private readonly record struct Tally(int Same, int Different, int Met, double Distance);

    /// <summary>Goes through the rows whose time others have that much later.</summary>
    private ref struct Meeting(CandleColumns rows, CandleColumns others, long shift)
    {
        private readonly ReadOnlySpan<long> times = rows.Times;
        private readonly ReadOnlySpan<long> otherTimes = others.Times;

        public int Row { get; private set; } = -1;

        public int Other { get; private set; }

        public bool Next()
        {
            while (++Row < times.Length)
            {
                var time = times[Row] + shift;
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
