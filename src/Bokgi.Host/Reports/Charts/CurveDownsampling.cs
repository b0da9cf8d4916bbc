namespace Bokgi.Host.Reports.Charts;

/// <summary>
/// Selects the points of a curve that a screen needs: from each section the minimum and maximum of each line, so that no extreme is lost.
/// </summary>
internal static class CurveDownsampling
{
    // Lowest and highest equity, lowest and highest buy-and-hold, deepest drawdown.
    private const int PointsOfAPiece = 5;

    /// <summary>Selects the points.</summary>
    /// <param name="curve">The curve.</param>
    /// <param name="points">The maximum number of points, at least 10; 0 for all.</param>
    /// <returns>Their indexes, ascending; they include the first and the last point.</returns>
    public static int[] Thin(RunCurve curve, int points)
    {
        var count = curve.Times.Length;
        if (points == 0 || count <= points)
            return [.. Enumerable.Range(0, count)];
        var kept = new SortedSet<int> { 0, count - 1 };
        var pieces = (points - 2) / PointsOfAPiece;
        for (var piece = 0; piece < pieces; piece++)
        {
            var from = (int)((long)count * piece / pieces);
            var to = (int)((long)count * (piece + 1) / pieces);
            AddExtremes(kept, curve.Equity, from, to);
            if (curve.BuyAndHold is { } held)
                AddExtremes(kept, held, from, to);
            kept.Add(IndexOfExtreme(curve.Drawdown, from, to, 1));
        }

        return [.. kept];
    }

    private static void AddExtremes(SortedSet<int> kept, double[] values, int from, int to)
    {
        kept.Add(IndexOfExtreme(values, from, to, 1));
        kept.Add(IndexOfExtreme(values, from, to, -1));
    }

    // The maximum for sign 1, the minimum for sign -1.
    private static int IndexOfExtreme(double[] values, int from, int to, int sign)
    {
        var best = from;
        for (var i = from + 1; i < to; i++)
        {
            if (sign * values[i] > sign * values[best])
                best = i;
        }

        return best;
    }
}
