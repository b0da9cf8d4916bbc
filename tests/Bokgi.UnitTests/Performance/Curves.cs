using Bokgi.Markets;
using Bokgi.UnitTests.Reference;
using CsCheck;

namespace Bokgi.UnitTests.Performance;

/// <summary>Random equity.</summary>
internal static class Curves
{
    public const double Cash = 100;

    /// <summary>Few distinct values, so that peaks are reached again exactly.</summary>
    public static Gen<double[]> Marks { get; } = Gen.Int[40, 220].Select(mark => (double)(mark / 5)).Array[1, 120];

    /// <summary>Open times that lie so many days apart.</summary>
    public static long[] Days(int count, int apart) =>
        [.. Enumerable.Range(0, count).Select(i => ReferenceFrames.StartUtc + (i * apart * UnixTime.MicrosecondsPerDay))];
}
