using Bokgi.Kernels;
using CsCheck;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Kernels;

public class OrderStatisticTests
{
    private static readonly Gen<double[]> Values = Gen.Frequency(
        (2, Gen.Double[-1, 1].Array[1, 80]),
        (2, Gen.Int[0, 4].Select(value => (double)value).Array[1, 80]),
        (1, Gen.Int[1, 200].Select(count => Enumerable.Range(0, count).Select(value => (double)value).ToArray())),
        (1, Gen.Int[1, 200].Select(count => Enumerable.Range(0, count).Select(value => -(double)value).ToArray()))
    );

    [Theory]
    [InlineData(5, new[] { 5.0 })]
    [InlineData(1.5, new[] { 2.0, 1 })]
    [InlineData(2, new[] { 3.0, 1, 2 })]
    [InlineData(2.5, new[] { 4.0, 1, 3, 2 })]
    [InlineData(7, new[] { 7.0, 7, 7, 7 })]
    [InlineData(0.5, new[] { 1.0, 0, 1, 0 })]
    public void Median_FewValues_IsTheMiddleOrTheMeanOfTheMiddleTwo(double expected, double[] values) =>
        OrderStatistic.Median(values).ShouldBe(expected);

    [Fact]
    public void Median_AnyValues_EqualsTheMedianOfTheSortedValuesBitForBit() =>
        Values.Sample(
            values =>
            {
                double[] sorted = [.. values.Order()];
                var (lowerMiddle, upperMiddle) = (sorted[(sorted.Length - 1) / 2], sorted[sorted.Length / 2]);

                OrderStatistic.Median(values).ShouldBe(lowerMiddle == upperMiddle ? lowerMiddle : (lowerMiddle + upperMiddle) / 2);
                values.Order().ShouldBe(sorted); // Median may reorder the values, but must not change them
            },
            iter: Iterations.Scale(3_000)
        );

    [Theory]
    [InlineData(4_096)]
    [InlineData(4_097)]
    [InlineData(20_001)]
    [InlineData(50_000)]
    public void Median_ManyValuesInAnyOrder_EqualsTheMedianOfTheSortedValues(int count)
    {
        var random = new Random(count);
        // Median samples 512 evenly spaced values to choose where to search. In the last order, all sampled values are -1, although most values
        // are larger.
        foreach (
            var valueAt in (Func<int, double>[])
                [_ => random.NextDouble(), i => i, i => -i, _ => 7, i => i % 2, i => i % (count / 512) == 0 ? -1 : i]
        )
        {
            double[] values = [.. Enumerable.Range(0, count).Select(valueAt)];
            double[] sorted = [.. values.Order()];

            OrderStatistic.Median(values).ShouldBe((sorted[(count - 1) / 2] + sorted[count / 2]) / 2);
            values.Order().ShouldBe(sorted);
        }
    }

    [Fact]
    public void Median_NoValues_IsRefused() =>
        Should.Throw<ArgumentException>(() => OrderStatistic.Median([])).Message.ShouldContain("at least one value");
}
