using System.Globalization;
using Bokgi.Markets;
using CsCheck;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Markets;

public class StepGridTests
{
    [Theory]
    [InlineData(0.1, 0.3, 0.3, 0.3)]
    [InlineData(0.1, 0.30000000000000004, 0.3, 0.3)]
    [InlineData(0.1, 0.301, 0.3, 0.4)]
    [InlineData(0.01, 0.55, 0.55, 0.55)]
    [InlineData(0.00000001, 0.12345678, 0.12345678, 0.12345678)]
    [InlineData(0.00000001, 0.123456789, 0.12345678, 0.12345679)]
    [InlineData(0.003, 0.0101, 0.009, 0.012)]
    [InlineData(0.5, 1434.7, 1434.5, 1435)]
    [InlineData(0.75, 1.5, 1.5, 1.5)]
    [InlineData(5, 5001.0000000000009, 5000, 5005)]
    [InlineData(5, 5000.0000000000009, 5000, 5000)]
    [InlineData(1_000, 163_397_321, 163_397_000, 163_398_000)]
    [InlineData(1e9, 999_999_999, 0, 1e9)]
    [InlineData(1e-8, 1e-9, 0, 1e-8)]
    [InlineData(1e-300, 2.5e-300, 2e-300, 3e-300)]
    [InlineData(0.1, -1e300, -1e300, -1e300)]
    public void RoundDownAndUp_AnyValue_AreTheMultiplesBelowAndAbove(double step, double value, double down, double up)
    {
        var grid = new StepGrid(step);

        (grid.RoundDown(value), grid.RoundUp(value)).ShouldBe((down, up));
    }

    [Fact]
    public void RoundDown_MultipleThatPlainDivisionMisses_IsUnchanged()
    {
        Math.Floor(0.3 / 0.1).ShouldBe(2);
        Math.Floor(4.35 / 0.01).ShouldBe(434);

        new StepGrid(0.1).RoundDown(0.3).ShouldBe(0.3);
        new StepGrid(0.01).RoundDown(4.35).ShouldBe(4.35);
    }

    [Theory]
    [InlineData(1e9)]
    [InlineData(123_456_789.123_456_78)]
    [InlineData(1e300)]
    [InlineData(double.PositiveInfinity)]
    public void RoundDownAndUp_StepTooFineForADouble_LeaveTheValue(double value)
    {
        var grid = new StepGrid(1e-8);

        (grid.RoundDown(value), grid.RoundUp(value)).ShouldBe((value, value));
    }

    [Fact]
    public void RoundDownAndUp_AnyMultiple_LeaveTheDoubleNearestToTheDecimal() =>
        Gen.Select(Gen.Int[0, 8], Gen.OneOf(1, 2, 5, 10), Gen.Long[1, 10_000_000_000])
            .Sample(
                (digits, numerator, count) =>
                {
                    var step = numerator / PowerOfTen(digits);
                    // Converted through text, because a cast from decimal to double may round twice.
                    var multiple = double.Parse((count * step).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
                    var grid = new StepGrid((double)step);

                    (grid.RoundDown(multiple), grid.RoundUp(multiple), grid.RoundToNearest(multiple)).ShouldBe(
                        (multiple, multiple, multiple)
                    );
                    (grid.RoundDown(Math.BitIncrement(multiple)), grid.RoundUp(Math.BitDecrement(multiple))).ShouldBe((multiple, multiple));
                },
                iter: Iterations.Scale(10_000)
            );

    private static decimal PowerOfTen(int digits) => Enumerable.Repeat(10m, digits).Aggregate(1m, (product, ten) => product * ten);
}
