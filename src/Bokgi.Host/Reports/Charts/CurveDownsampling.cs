namespace Bokgi.Host.Reports.Charts;

/// <summary>Thins a curve for a screen. Each section keeps the lowest and highest equity and buy-and-hold, and the deepest drawdown.</summary>
internal static class CurveDownsampling
{
    // Lowest and highest equity, lowest and highest buy-and-hold, deepest drawdown.
    private const int PointsPerSection = 5;

    /// <param name="curve">The curve.</param>
    /// <param name="points">The maximum number of points, 10 or more; 0 for all.</param>
    /// <returns>The indexes of the points to keep, ascending, including the first and the last.</returns>
    public static int[] SelectPoints(RunCurve curve, int points)
    {
        var count = curve.Times.Length;
        if (points == 0 || count <= points)
            return [.. Enumerable.Range(0, count)];
        var keptIndexes = new SortedSet<int> { 0, count - 1 };
        double[][] lines = curve.BuyAndHold is { } buyAndHold ? [curve.Equity, buyAndHold] : [curve.Equity];
        var sections = (points - 2) / PointsPerSection;
        for (var section = 0; section < sections; section++)
        {
            var from = (int)((long)count * section / sections);
            var to = (int)((long)count * (section + 1) / sections);
            foreach (var line in lines)
            {
                var (lowest, highest) = FindExtremes(line, from, to);
                keptIndexes.Add(lowest);
                keptIndexes.Add(highest);
            }

            keptIndexes.Add(FindExtremes(curve.Drawdown, from, to).Highest);
        }

        return [.. keptIndexes];
    }

    /// <summary>The indexes of the lowest and the highest value of a section; the first one if several are equal.</summary>
    public static (int Lowest, int Highest) FindExtremes(double[] values, int from, int to)
    {
        var (lowest, highest) = (from, from);
        for (var i = from + 1; i < to; i++)
        {
            if (values[i] < values[lowest])
                lowest = i;
            if (values[i] > values[highest])
                highest = i;
        }

        return (lowest, highest);
    }
}
