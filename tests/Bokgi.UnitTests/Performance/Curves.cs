using Bokgi.Markets;
using Bokgi.UnitTests.Reference;
using CsCheck;

namespace Bokgi.UnitTests.Performance;

/// <summary>Random equity curves.</summary>
internal static class Curves
{
    public const double InitialCash = 100;

    /// <summary>The equity at each bar, with few distinct values, so that a curve often returns exactly to an earlier peak.</summary>
    public static Gen<double[]> Marks { get; } = Gen.Int[40, 220].Select(mark => (double)(mark / 5)).Array[1, 120];

    /// <summary>Open times that are the given number of days apart.</summary>
    public static long[] OpenTimes(int count, int daysApart) =>
        [.. Enumerable.Range(0, count).Select(i => HourlyCandles.StartUtc + (i * daysApart * UnixTime.MicrosecondsPerDay))];
}
