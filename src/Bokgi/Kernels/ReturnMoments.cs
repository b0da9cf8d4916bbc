using System.Runtime.Intrinsics;

namespace Bokgi.Kernels;

/// <summary>
/// Moments of the returns of an equity curve. A mark is the account's value at one bar; a return is a mark divided by the previous mark,
/// minus 1. A curve may omit marks that equal the previous mark: their returns are 0, and callers pass the number of omitted marks. Eight
/// lanes are summed in a fixed order, so that every machine gives the same bits.
/// </summary>
internal static class ReturnMoments
{
    private const int LaneCount = 8;

    /// <summary>The sum of the returns, and the sum of the squares of negative returns.</summary>
    /// <param name="start">The value before the first mark.</param>
    /// <param name="marks">The curve.</param>
    public static (double Sum, double DownsideSquares) ComputeSums(double start, ReadOnlySpan<double> marks)
    {
        if (marks.IsEmpty)
            return (0, 0);

        var sums = Vector512.CreateScalar((marks[0] / start) - 1);
        var losses = Vector512.MinNative(sums, Vector512<double>.Zero);
        var squares = losses * losses;
        var i = 1;
        for (; i + LaneCount <= marks.Length; i += LaneCount)
        {
            var change = Returns(marks, i);
            losses = Vector512.MinNative(change, Vector512<double>.Zero);
            sums += change;
            squares += losses * losses;
        }

        var (sum, squareSum) = (SumLanes(sums), SumLanes(squares));
        for (; i < marks.Length; i++)
        {
            var change = (marks[i] / marks[i - 1]) - 1;
            var loss = double.MinNative(change, 0);
            sum += change;
            squareSum += loss * loss;
        }

        return (sum, squareSum);
    }

    /// <summary>The sum of squared deviations of the returns from <paramref name="mean"/>; exactly 0 if all returns are equal.</summary>
    /// <param name="start">The value before the first mark.</param>
    /// <param name="marks">The curve.</param>
    /// <param name="mean">The mean of the returns.</param>
    /// <param name="omittedZeros">Number of omitted returns, all of which are 0.</param>
    public static double SquaredDeviations(double start, ReadOnlySpan<double> marks, double mean, int omittedZeros = 0)
    {
        if (marks.IsEmpty)
            return omittedZeros * (mean * mean);

        var first = (marks[0] / start) - 1;
        var equalLanes = Vector512<double>.AllBitsSet;
        var squares = Vector512.CreateScalar((first - mean) * (first - mean));
        var i = 1;
        for (; i + LaneCount <= marks.Length; i += LaneCount)
        {
            var change = Returns(marks, i);
            var deviation = change - Vector512.Create(mean);
            equalLanes &= Vector512.Equals(change, Vector512.Create(first));
            squares += deviation * deviation;
        }

        var sum = SumLanes(squares);
        var areAllEqual = equalLanes.ExtractMostSignificantBits() == 0xFF;
        for (; i < marks.Length; i++)
        {
            var change = (marks[i] / marks[i - 1]) - 1;
            areAllEqual &= change == first;
            sum += (change - mean) * (change - mean);
        }

        // Does not rely on the deviations: because the mean is rounded, even equal returns can deviate from it.
        return areAllEqual && (omittedZeros == 0 || first == 0) ? 0 : sum + (omittedZeros * (mean * mean));
    }

    private static Vector512<double> Returns(ReadOnlySpan<double> marks, int from) =>
        (Vector512.Create(marks[from..]) / Vector512.Create(marks[(from - 1)..])) - Vector512<double>.One;

    private static double SumLanes(Vector512<double> lanes)
    {
        var sum = lanes[0];
        for (var lane = 1; lane < LaneCount; lane++)
            sum += lanes[lane];
        return sum;
    }
}
