using Bokgi.Host.Reports.Charts;
using Bokgi.Host.Runs.Documents;
using Bokgi.Host.Runs.Store;

namespace Bokgi.Host.Reports.Comparison;

/// <summary>Aligns equity curves on the union of their times, thinned for a screen without losing an extreme of any curve.</summary>
internal static class CommonTimes
{
    /// <summary>The values of each line at the common times, as a document.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="maximumPoints">At least four per line; 0 for no maximum.</param>
    public static ComparedEquity Align(IReadOnlyList<Line> lines, int maximumPoints)
    {
        var times = UnionOfTimes(lines);
        var keptTimes = maximumPoints == 0 || times.Length <= maximumPoints ? times : SelectTimes(times, lines, maximumPoints);
        return new ComparedEquity(
            times.Length,
            Array.ConvertAll(keptTimes, UnixTime.Format),
            [.. lines.Select(line => ValuesAt(line, keptTimes))]
        );
    }

    private static long[] UnionOfTimes(IReadOnlyList<Line> lines)
    {
        long[] all = [.. lines.SelectMany(line => line.Times)];
        Array.Sort(all);
        return [.. all.Where((time, i) => i == 0 || time != all[i - 1])];
    }

    // From each section, the times at which each line is lowest and highest; also the first and last time of each line.
    private static long[] SelectTimes(long[] times, IReadOnlyList<Line> lines, int maximumPoints)
    {
        var keptTimes = new SortedSet<long>();
        var sections = Math.Max(1, (maximumPoints / (2 * lines.Count)) - 1); // one less, because two points are for the ends of each line
        foreach (var (lineTimes, values) in lines)
        {
            keptTimes.Add(lineTimes[0]);
            keptTimes.Add(lineTimes[^1]);
            var from = 0;
            for (var section = 1; section <= sections; section++)
            {
                var lastTime = times[(int)((long)times.Length * section / sections) - 1];
                var to = from;
                while (to < lineTimes.Length && lineTimes[to] <= lastTime)
                    to++;
                if (to > from)
                {
                    var (lowest, highest) = CurveDownsampling.FindExtremes(values, from, to);
                    keptTimes.Add(lineTimes[lowest]);
                    keptTimes.Add(lineTimes[highest]);
                }

                from = to;
            }
        }

        return [.. keptTimes];
    }

    private static double?[] ValuesAt(Line line, long[] times)
    {
        var values = new double?[times.Length];
        var index = -1;
        for (var i = 0; i < times.Length; i++)
        {
            while (index + 1 < line.Times.Length && line.Times[index + 1] <= times[i])
                index++;
            values[i] = index < 0 || times[i] > line.Times[^1] ? null : line.Values[index];
        }

        return values;
    }

    /// <summary>The equity of a run as a fraction of its active symbols' cash, at the first bar's open and the ends of all bars.</summary>
    internal sealed record Line(long[] Times, double[] Values)
    {
        public static async Task<Line> ReadAsync(RunDocument run, StoredRun files, CancellationToken cancel)
        {
            var curve = await RunCurve.ReadAsync(run, files, symbol: null, lake: null, cancel);
            var cash = run.InitialCash / run.Symbols.Count * run.Symbols.Count(symbol => symbol.IsActive);
            var timeframe = Timeframe.Parse(run.Timeframe);
            return new Line([curve.Times[0], .. curve.Times.Select(timeframe.EndOf)], [1, .. curve.Equity.Select(mark => mark / cash)]);
        }
    }
}
