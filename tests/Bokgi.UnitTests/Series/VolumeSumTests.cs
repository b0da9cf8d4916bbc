using System.Globalization;
using Bokgi.Series;
using CsCheck;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Series;

public sealed class VolumeSumTests
{
    // A volume on the grid is a whole number of steps of 1e-8. The expected total is the exact sum of these numbers, parsed from decimal text.
    [Fact]
    public void Total_VolumesOnTheGrid_IsTheirExactSumRoundedOnce() =>
        Gen.OneOf(Gen.Long[0, 1_000], Gen.Long[0, 1_000_000_000_000], Gen.Long[0, (1L << 52) - 1])
            .List[1, 200]
            .Sample(
                steps =>
                {
                    var sum = new VolumeSum(Volume(steps[0]));
                    foreach (var count in steps.Skip(1))
                        sum.Add(Volume(count));
                    var exact = steps.Aggregate(System.Numerics.BigInteger.Zero, (total, count) => total + count);
                    sum.Total.ShouldBe(double.Parse($"{exact}e-8", CultureInfo.InvariantCulture));
                },
                iter: Iterations.Scale(3_000)
            );

    [Fact]
    public void Total_VolumesOffTheGrid_IsTheirPlainSum()
    {
        var sum = new VolumeSum(0.1);
        sum.Add(1e-9);
        sum.Add(0.2);
        sum.Total.ShouldBe(0.1 + 1e-9 + 0.2);
        new VolumeSum(double.NaN).Total.ShouldBe(double.NaN);
        new VolumeSum(1e300).Total.ShouldBe(1e300);
        new VolumeSum(-1).Total.ShouldBe(-1);
    }

    private static double Volume(long steps) => double.Parse($"{steps}e-8", CultureInfo.InvariantCulture);
}
