using System.Text.Json;
using Bokgi.UnitTests;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.CommandLine;

/// <summary>
/// Runs the golden requests (backtests whose correct figures are known) on the command line, as a user would.
/// </summary>
public sealed class BacktestGoldenTests(BacktestGoldenTests.HandmadeLake handmade) : IClassFixture<BacktestGoldenTests.HandmadeLake>
{
    public static TheoryData<int> Cases { get; } = [.. Enumerable.Range(0, 21)]; // golden.json has 21 cases

    [Theory]
    [MemberData(nameof(Cases))]
    public void Backtest_GoldenRequest_GivesItsFigures(int index)
    {
        var cases = GoldenFigures.ReadCases();
        cases.GetArrayLength().ShouldBe(21);
        var request = cases[index].GetProperty("request");
        var root = request.GetProperty("symbol").GetString() == "HAND_KRW" ? handmade.Root : SharedData.Require("lake");

        var run = BokgiProcess.RunSuccessfully(["backtest", "--json", "--data-root", root, .. Options(request)]);

        run.Error.ShouldBeEmpty();
        var symbol = run.Json.GetProperty("symbols").EnumerateArray().ShouldHaveSingleItem();
        GoldenFigures.FindDifferences(cases[index].GetProperty("expected"), symbol).ShouldBeEmpty($"case {index}: {request}");
        GoldenFigures
            .FindDifferences(cases[index].GetProperty("expected"), run.Json.GetProperty("totals"))
            .ShouldBeEmpty($"totals of case {index}: {request}");
    }

    private static IEnumerable<string> Options(JsonElement request)
    {
        foreach (var field in request.EnumerateObject())
        {
            if (field.Name == "params")
            {
                foreach (var parameter in field.Value.EnumerateObject())
                    yield return $"--param={parameter.Name}={parameter.Value}";
            }
            else
            {
                yield return $"--{(field.Name == "symbol" ? "symbols" : field.Name.Replace('_', '-'))}={field.Value}";
            }
        }
    }

    /// <summary>A lake with the hand-made candles, imported by the program.</summary>
    public sealed class HandmadeLake : IDisposable
    {
        private readonly TemporaryFolder folder = new();
        private readonly Lazy<string> root;

        public HandmadeLake() => root = new Lazy<string>(Import);

        public string Root => root.Value;

        public void Dispose() => folder.Dispose();

        private string Import()
        {
            GoldenFigures.ImportHandmade(folder.Path).Out.ShouldContain("600 added"); // the number of hand-made candles
            return folder.Path;
        }
    }
}
