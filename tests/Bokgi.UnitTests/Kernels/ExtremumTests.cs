using Bokgi.Kernels;
using CsCheck;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Kernels;

public class ExtremumTests
{
    private static readonly Gen<double[]> Values = Gen.OneOf(Gen.Double[-1e9, 1e9], Gen.Int[-3, 3].Select(value => (double)value)).Array[
        1,
        40
    ];

    [Fact]
    public void MinimumAndMaximum_NoValues_AreTheInfinities()
    {
        Extremum.Minimum([]).ShouldBe(double.PositiveInfinity);
        Extremum.Maximum([]).ShouldBe(double.NegativeInfinity);
    }

    [Fact]
    public void MinimumAndMaximum_AnyValues_AreTheEndsOfTheSortedValues() =>
        Values.Sample(
            values =>
            {
                Extremum.Minimum(values).ShouldBe(values.Order().First());
                Extremum.Maximum(values).ShouldBe(values.Order().Last());
            },
            iter: Iterations.Scale(2_000)
        );

    [Fact]
    public void MinimumAndMaximum_AtAnyPosition_AreFound()
    {
        for (var length = 1; length <= 40; length++)
        {
            for (var position = 0; position < length; position++)
            {
                var values = new double[length];
                values[position] = -1;
                (Extremum.Minimum(values), Extremum.Maximum(values)).ShouldBe((-1, length == 1 ? -1 : 0), $"{position} of {length}");
                values[position] = 1;
                (Extremum.Minimum(values), Extremum.Maximum(values)).ShouldBe((length == 1 ? 1 : 0, 1), $"{position} of {length}");
            }
        }
    }
}
