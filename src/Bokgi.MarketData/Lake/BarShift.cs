using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.MarketData.Lake;

/// <summary>
/// A constant time offset between bars that are otherwise the same. Such a shift arises when times were read in a wrong zone, or when close
/// times were read as open times.
/// </summary>
/// <param name="Microseconds">How much later the matching bars are; negative for earlier.</param>
/// <param name="Bars">How many bars match another bar at that offset.</param>
internal readonly record struct BarShift(long Microseconds, int Bars)
{
    // The first matching bar counts as a price change, so with two, not all matching bars have the same close.
    private const int MinPriceChanges = 2;

    // With at least this many common times, the distance between the prices shows whether the times are right.
    private const int MinBarsForDistance = 20;

    // A shift at which prices are not equal must bring them this many times closer together than they are without a shift.
    private const double CloserFactor = 10;

    // The distance between the world's westernmost and easternmost time zones.
    private const int MaxHours = 26;

    /// <summary>The largest shift that is tried, in microseconds.</summary>
    public const long MaxShift = MaxHours * UnixTime.MicrosecondsPerHour;

    /// <summary>The shift in hours; only for a shift of whole hours.</summary>
    public int Hours => (int)(Microseconds / UnixTime.MicrosecondsPerHour);

    /// <summary>The shift of whole hours at which a series repeats itself; null when it does not repeat.</summary>
    /// <param name="rows">Rows in order of time.</param>
    public static BarShift? FindRepetition(CandleColumns rows)
    {
        BarShift? best = null;
        for (var hours = 1; hours <= MaxHours; hours++)
        {
            var shift = hours * UnixTime.MicrosecondsPerHour;
            var same = Compare(rows, rows, shift, includeVolume: true).Same;
            if (same > (best?.Bars ?? 0))
                best = new BarShift(shift, same);
        }

        return best;
    }

    /// <summary>
    /// Finds the shift, of whole hours or of one bar, at which the most rows have the same prices: at least half of the rows with a common
    /// time, and more rows than without a shift. If there is none, finds the shift at which prices are far closer than without a shift,
    /// because prices may be rounded or come from another exchange. Volumes are not compared, because sources round them.
    /// </summary>
    /// <param name="rows">Rows in order of time.</param>
    /// <param name="others">The rows to compare with, in order of time.</param>
    /// <param name="barMicroseconds">The length of a bar, microseconds.</param>
    /// <returns>The shift; null when there is none.</returns>
    public static BarShift? Find(CandleColumns rows, CandleColumns others, long barMicroseconds)
    {
        var unshifted = Compare(rows, others, shift: 0, includeVolume: false);
        if (unshifted.Same > unshifted.Different)
            return null;
        BarShift? best = null;
        BarShift? closest = null;
        var distanceToBeat = unshifted.Common >= MinBarsForDistance ? unshifted.Distance / CloserFactor : 0;
        foreach (var shift in CandidateShifts(barMicroseconds))
        {
            var tally = Compare(rows, others, shift, includeVolume: false);
            var hasHalfOfPossibleTimes = tally.Common * 2 >= MaxCommon(rows, others, shift);
            var isMatch = tally.Same > 0 && tally.Same >= tally.Different && hasHalfOfPossibleTimes;
            if (isMatch && tally.Same > Math.Max(unshifted.Same, best?.Bars ?? 0))
                best = new BarShift(shift, tally.Same);
            if (tally.Common >= MinBarsForDistance && tally.Distance < distanceToBeat)
                (distanceToBeat, closest) = (tally.Distance, new BarShift(shift, tally.Common));
        }

        return best ?? closest;
    }

    /// <summary>
    /// The times of the rows in <paramref name="others"/> that repeat a row of <paramref name="rows"/>: the prices are the same, and the
    /// time is later by the shift.
    /// </summary>
    public static List<long> FindTimesOfShiftedCopies(CandleColumns rows, CandleColumns others, long shift)
    {
        var times = new List<long>();
        var pairs = new RowPairs(rows, others, shift);
        while (pairs.MoveNext())
        {
            if (HaveSamePrices(rows, pairs.Row, others, pairs.OtherRow))
                times.Add(others.Times[pairs.OtherRow]);
        }

        return times;
    }

    private static IEnumerable<long> CandidateShifts(long barMicroseconds)
    {
        if (barMicroseconds < UnixTime.MicrosecondsPerHour)
        {
            yield return -barMicroseconds;
            yield return barMicroseconds;
        }

        for (var hours = -MaxHours; hours <= MaxHours; hours++)
        {
            if (hours != 0)
                yield return hours * UnixTime.MicrosecondsPerHour;
        }
    }

    // The largest possible number of common times: the smaller of the two row counts where their spans overlap.
    private static int MaxCommon(CandleColumns rows, CandleColumns others, long shift)
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
        var start = from < 0 ? ~from : from; // ~ gives the index of the next later time
        var end = to < 0 ? ~to : to + 1;
        return Math.Max(0, end - start);
    }

    // Skips bars without a price range, which match too easily, and counts no matches when all matching bars have the same close.
    private static Tally Compare(CandleColumns rows, CandleColumns others, long shift, bool includeVolume)
    {
        var (same, different, common, priceChanges) = (0, 0, 0, 0);
        var (previousClose, totalDistance) = (double.NaN, 0.0);
        var pairs = new RowPairs(rows, others, shift);
        while (pairs.MoveNext())
        {
            common++;
            var i = pairs.Row;
            totalDistance += Math.Abs((rows.Close[i] / others.Close[pairs.OtherRow]) - 1);
            if (!(rows.High[i] > rows.Low[i]) || (includeVolume && !(rows.Volume[i] > 0)))
                continue;
            if (!HaveSamePrices(rows, i, others, pairs.OtherRow) || (includeVolume && rows.Volume[i] != others.Volume[pairs.OtherRow]))
            {
                different++;
                continue;
            }

            same++;
            if (rows.Close[i] != previousClose)
                priceChanges++;
            previousClose = rows.Close[i];
        }

        return priceChanges >= MinPriceChanges
            ? new Tally(same, different, common, totalDistance / common)
            : new Tally(Same: 0, same + different, common, totalDistance / common);
    }

    private static bool HaveSamePrices(CandleColumns rows, int i, CandleColumns others, int j) =>
        rows.Close[i] == others.Close[j]
        && rows.Open[i] == others.Open[j]
        && rows.High[i] == others.High[j]
        && rows.Low[i] == others.Low[j];

    /// <summary>The result of comparing the rows with a common time.</summary>
    /// <param name="Same">Bars with the same prices.</param>
    /// <param name="Different">Bars with different prices.</param>
    /// <param name="Common">Rows with a common time.</param>
    /// <param name="Distance">The mean difference between the closes of two rows with a common time, as a fraction of the price.</param>
    private readonly record struct Tally(int Same, int Different, int Common, double Distance);

    /// <summary>Iterates over the pairs of rows whose times differ by the shift.</summary>
    private ref struct RowPairs(CandleColumns rows, CandleColumns others, long shift)
    {
        private readonly ReadOnlySpan<long> times = rows.Times;
        private readonly ReadOnlySpan<long> otherTimes = others.Times;

        /// <summary>The index of the current row in <c>rows</c>.</summary>
        public int Row { get; private set; } = -1;

        /// <summary>The index of the row in <c>others</c> whose time is that of the current row plus the shift.</summary>
        public int OtherRow { get; private set; }

        public bool MoveNext()
        {
            while (++Row < times.Length)
            {
                var time = times[Row] + shift;
                while (OtherRow < otherTimes.Length && otherTimes[OtherRow] < time)
                    OtherRow++;
                if (OtherRow == otherTimes.Length)
                    return false;
                if (otherTimes[OtherRow] == time)
                    return true;
            }

            return false;
        }
    }
}
