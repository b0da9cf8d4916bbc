using Bokgi.Kernels;
using CsCheck;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Kernels;

public class OrderedSumTests
{
    [Fact]
    public void Compute_NoValues_IsZero() => OrderedSum.Compute([]).ShouldBe(0);

    [Fact]
    public void Compute_ValuesWhoseOrderMatters_AddsInOrder()
    {
        OrderedSum.Compute([1, 1e16, -1e16]).ShouldBe(0);
        OrderedSum.Compute([1e16, -1e16, 1]).ShouldBe(1);
    }

    [Fact]
    public void Compute_AnyValues_EqualsThePlainSumBitForBit() =>
        Gen.Double[-1e12, 1e12]
            .Array[0, 60]
            .Sample(values => OrderedSum.Compute(values) == values.Aggregate(0.0, (sum, value) => sum + value));
}
