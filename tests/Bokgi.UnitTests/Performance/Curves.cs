using Bokgi.Markets;
using Bokgi.UnitTests.Reference;
using CsCheck;

namespace Bokgi.UnitTests.Performance;

/// <summary>Random equity curves.</summary>
internal static class Curves
{
    public const double InitialCash = 100;

    /// <summary>
    /// The marks of a curve, which are the equity at the close of each bar. They have few distinct values, so that a curve often returns exactly
    /// to an earlier peak. A quarter of the curves never fall, and so have no drawdown.
    /// </summary>
    public static Gen<double[]> Marks { get; } =
        Gen.Frequency(
            (3, MultiplesOfFive(40, 220).Array[1, 120]),
            (1, MultiplesOfFive((int)InitialCash, 220).Array[1, 120].Select(marks => marks.Order().ToArray()))
        );

    /// <summary>Open times that are the given number of days apart.</summary>
    public static long[] OpenTimes(int count, int daysApart) =>
        [.. Enumerable.Range(0, count).Select(i => HourlyCandles.StartUtc + (i * daysApart * UnixTime.MicrosecondsPerDay))];

    private static Gen<double> MultiplesOfFive(int from, int to) => Gen.Int[from / 5, to / 5].Select(mark => mark * 5.0);
}
