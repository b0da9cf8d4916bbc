using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Reference;

public class ReferenceGoldenTests
{
    private static readonly string[] ExactFigures = ["bars", "first", "last", "signals", "trades", "unfilled", "study.samples"];

    // The number of cases is a constant, because the file that contains them may be absent when tests are discovered.
    public static TheoryData<int> Cases { get; } = [.. Enumerable.Range(0, 21)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_GoldenRequest_GivesItsExpectedFigures(int index)
    {
        var goldenCase = GoldenCase.ReadAll()[index];
        var candles = SharedCandles.Read(goldenCase.Symbol, goldenCase.Timeframe, goldenCase.StartDate, goldenCase.EndDate);

        var result = ReferenceEngine.Run(candles, goldenCase.Timeframe, goldenCase.Request);

        var actual = new Dictionary<string, double?>(result.Figures)
        {
            ["first"] = result.Curve.Times[0],
            ["last"] = result.Curve.Times[^1],
            ["study.samples"] = result.Study.Samples,
            ["study.win_rate"] = result.Study.WinRate,
            ["study.avg_return"] = result.Study.AverageReturn,
        };
        goldenCase
            .Expected.Where(figure => !IsEqual(figure.Key, actual.GetValueOrDefault(figure.Key), figure.Value))
            .Select(figure =>
                FormattableString.Invariant($"{figure.Key} is {actual.GetValueOrDefault(figure.Key):R} instead of {figure.Value:R}")
            )
            .ShouldBeEmpty($"case {index}: {goldenCase.Symbol} {goldenCase.Timeframe} {goldenCase.Request}");
    }

    [Fact]
    public void ReadAll_GoldenFile_HasAsManyCasesAsAreTestedHere() => GoldenCase.ReadAll().Count.ShouldBe(Cases.Count);

    private static bool IsEqual(string name, double? actual, double? expected)
    {
        if (actual is null || expected is null || ExactFigures.Contains(name))
            return actual == expected;
        return Math.Abs(actual.Value - expected.Value) <= 1e-9 * Math.Abs(expected.Value);
    }
}
