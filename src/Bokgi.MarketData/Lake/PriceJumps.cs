using System.Numerics;

namespace Bokgi.MarketData.Lake;

/// <summary>Finds closes far from the preceding close.</summary>
internal static class PriceJumps
{
    /// <param name="times">Open times of valid bars.</param>
    /// <param name="close">The closes of these bars.</param>
    /// <param name="threshold">The |close / previous close - 1| above which a change is a jump.</param>
    /// <param name="onJump">Receives the jumps, ascending.</param>
    public static void Find(ReadOnlySpan<long> times, ReadOnlySpan<double> close, double threshold, Action<PriceJump> onJump)
    {
        // Compares several bars at a time with the same arithmetic, so that only bars near a jump are checked one by one.
        var limit = new Vector<double>(threshold);
        var bar = 1;
        for (; bar <= close.Length - Vector<double>.Count; bar += Vector<double>.Count)
        {
            var changes = (new Vector<double>(close[bar..]) / new Vector<double>(close[(bar - 1)..])) - Vector<double>.One;
            if (Vector.GreaterThanAny(Vector.Abs(changes), limit))
                FindOneByOne(bar, bar + Vector<double>.Count, times, close, threshold, onJump);
        }

        FindOneByOne(bar, close.Length, times, close, threshold, onJump);
    }

    private static void FindOneByOne(
        int from,
        int to,
        ReadOnlySpan<long> times,
        ReadOnlySpan<double> close,
        double threshold,
        Action<PriceJump> onJump
    )
    {
        for (var bar = from; bar < to; bar++)
        {
            var change = (close[bar] / close[bar - 1]) - 1;
            if (Math.Abs(change) > threshold)
                onJump(new PriceJump(times[bar], change));
        }
    }
}
