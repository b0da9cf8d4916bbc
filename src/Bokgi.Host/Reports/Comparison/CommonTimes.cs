using Bokgi.Host.Reports.Charts;

namespace Bokgi.Host.Reports.Comparison;

/// <summary>Resamples lines to the union of their times, and thins it for a screen without losing an extreme of any line.</summary>
internal static class CommonTimes
{
    /// <summary>Puts lines side by side, with at most so many points, four or more for each line; 0 for all.</summary>
    public static ComparedEquity Of(IReadOnlyList<RunLine> lines, int points)
    {
        var times = Union(lines);
        var kept = points == 0 || times.Length <= points ? times : Thin(times, lines, points);
        return new ComparedEquity(times.Length, Array.ConvertAll(kept, UnixTime.Format), [.. lines.Select(line => Along(line, kept))]);
    }

    private static long[] Union(IReadOnlyList<RunLine> lines)
    {
        var times = new List<long>();
        var places = new int[lines.Count];
        while (true)
        {
            var next = long.MaxValue;
            for (var i = 0; i < places.Length; i++)
                next = Math.Min(next, places[i] < lines[i].Times.Length ? lines[i].Times[places[i]] : long.MaxValue);
            if (next == long.MaxValue)
                return [.. times];
            times.Add(next);
            for (var i = 0; i < places.Length; i++)
                places[i] += places[i] < lines[i].Times.Length && lines[i].Times[places[i]] == next ? 1 : 0;
        }
    }

    // From each section, the times at which each line is lowest and highest; also the first and last time of each line.
    private static long[] Thin(long[] times, IReadOnlyList<RunLine> lines, int points)
    {
        var kept = new SortedSet<long>();
        var pieces = Math.Max(1, (points / (2 * lines.Count)) - 1);
        foreach (var (own, values) in lines)
        {
            kept.Add(own[0]);
            kept.Add(own[^1]);
            var from = 0;
            for (var piece = 1; piece <= pieces; piece++)
            {
                var last = times[(int)((long)times.Length * piece / pieces) - 1];
                var to = from;
                while (to < own.Length && own[to] <= last)
                    to++;
                if (to > from)
                {
                    var (lowest, highest) = CurveDownsampling.Extremes(values, from, to);
                    kept.Add(own[lowest]);
                    kept.Add(own[highest]);
                }

                from = to;
            }
        }

        return [.. kept];
    }

    private static double?[] Along(RunLine line, long[] times)
    {
        var values = new double?[times.Length];
        var place = -1;
        for (var i = 0; i < times.Length; i++)
        {
            while (place + 1 < line.Times.Length && line.Times[place + 1] <= times[i])
                place++;
            values[i] = place < 0 || times[i] > line.Times[^1] ? null : line.Values[place];
        }

        return values;
    }
}
