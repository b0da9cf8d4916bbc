using Bokgi.Kernels;
using CsCheck;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Kernels;

public class ReturnMomentsTests
{
    // A mark is the account's equity at one bar. Up to 40 marks cover all paths of the code: it computes the first return alone, the next ones in
    // zero to four full SIMD vectors, and the zero to seven last ones alone again.
    private static readonly Gen<double[]> Marks = Gen.Int[0, 40].SelectMany(count => Gen.Double[50, 200].Array[count, count]);

    [Fact]
    public void Sums_RisesAndFalls_AreSumOfReturnsAndSumOfSquaredLosses()
    {
        // The returns are 0.1, -0.1, 0 and 0.5; their mean is 0.125.
        var (sum, squares) = ReturnMoments.ComputeSums(100, [110, 99, 99, 148.5]);

        sum.ShouldBe(0.1 - 0.1 + 0 + 0.5, 1e-15);
        squares.ShouldBe(0.01, 1e-15);
        // The squares of the deviations from the mean: -0.025, -0.225, -0.125 and 0.375.
        ReturnMoments.SquaredDeviations(100, [110, 99, 99, 148.5], 0.125).ShouldBe(0.000625 + 0.050625 + 0.015625 + 0.140625, 1e-15);
    }

    [Fact]
    public void Sums_OneMark_IsComparedWithTheStart()
    {
        ReturnMoments.ComputeSums(100, [150]).ShouldBe((0.5, 0));
        ReturnMoments.ComputeSums(100, [50]).ShouldBe((-0.5, 0.25));
    }

    [Fact]
    public void SumsAndDeviations_NoMarks_AreZero()
    {
        ReturnMoments.ComputeSums(100, []).ShouldBe((0, 0));
        ReturnMoments.SquaredDeviations(100, [], 1).ShouldBe(0);
    }

    [Fact]
    public void Sums_AnyCurve_EqualAPlainLoop() =>
        Marks.Sample(
            marks =>
            {
                var returns = Returns(100, marks);

                var (sum, squares) = ReturnMoments.ComputeSums(100, marks);

                sum.ShouldBe(returns.Sum(), 1e-13);
                squares.ShouldBe(returns.Where(change => change < 0).Sum(change => change * change), 1e-13);
            },
            iter: Iterations.Scale(3_000)
        );

    [Fact]
    public void SquaredDeviations_AnyCurve_EqualAPlainLoop() =>
        Gen.Select(Marks, Gen.Double[-1, 1])
            .Sample(
                (marks, mean) =>
                {
                    // The deviation of a single return counts as 0, whatever mean is given.
                    var expected = marks.Length < 2 ? 0 : Returns(100, marks).Sum(change => (change - mean) * (change - mean));

                    ReturnMoments.SquaredDeviations(100, marks, mean).ShouldBe(expected, 1e-12);
                },
                iter: Iterations.Scale(3_000)
            );

    [Fact]
    public void SquaredDeviations_EqualReturns_AreZeroUnlessOneDiffers()
    {
        for (var length = 2; length <= 40; length++)
        {
            // Doubling is exact in binary, so all returns are exactly 1.
            double[] doubling = [.. Enumerable.Range(1, length).Select(power => Math.Pow(2, power))];
            // Equal returns give exactly 0, even if the given mean is wrong.
            ReturnMoments.SquaredDeviations(1, doubling, 0.75).ShouldBe(0, $"{length}");
            for (var position = 0; position < length; position++)
            {
                // The return at this position becomes 2; its deviation from 1 is 1.
                double[] changedMarks = [.. doubling.Select((mark, i) => i >= position ? mark * 1.5 : mark)];
                ReturnMoments.SquaredDeviations(1, changedMarks, 1).ShouldBe(1, $"{position} of {length}");
            }
        }
    }

    private static List<double> Returns(double start, double[] marks) =>
        [.. marks.Zip(marks.Prepend(start), (now, previous) => (now / previous) - 1)];
}
