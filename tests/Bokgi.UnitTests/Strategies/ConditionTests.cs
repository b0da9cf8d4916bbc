using Bokgi.Markets;
using Bokgi.Series;
using Bokgi.Strategies;
using Bokgi.UnitTests.Backtesting;
using Bokgi.UnitTests.Reference;
using CsCheck;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Strategies;

/// <summary>The contract for the conditions that strategies declare and explain. Covers every strategy in the catalogue.</summary>
public class ConditionTests
{
    public static TheoryData<string> Names { get; } = [.. StrategyCatalogue.All.Select(strategy => strategy.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Conditions_AnyParameters_HaveANameAndLabels(string name)
    {
        var strategy = Find(name);
        StrategyGenerators
            .Parameters(strategy)
            .Sample(
                parameters =>
                {
                    var conditions = strategy.Conditions(parameters);
                    conditions.Count.ShouldBeGreaterThan(0);
                    conditions.Select(condition => condition.Name).ShouldBeUnique();
                    foreach (var condition in conditions)
                    {
                        condition.Name.ShouldAllBe(letter => char.IsAsciiLetterLower(letter) || letter == '_');
                        condition.Label.Ko.ShouldNotBeNullOrWhiteSpace();
                        condition.Label.En.ShouldNotBeNullOrWhiteSpace();
                    }
                },
                iter: Iterations.Scale(200),
                threads: 1
            );
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Explain_AnyBar_HasAllConditionsMetExactlyWhereThereIsASignal(string name)
    {
        var strategy = Find(name);
        var (signals, bars) = (0, 0);
        Gen.Select(StrategyGenerators.Parameters(strategy), StrategyGenerators.Candles)
            .Sample(
                (parameters, candles) =>
                {
                    foreach (var (isSignal, conditions) in ExplainAll(strategy, parameters, Timeframe.OneHour, candles))
                    {
                        conditions.All(condition => condition.IsMet).ShouldBe(isSignal, $"bar {bars}");
                        signals += isSignal ? 1 : 0;
                        bars++;
                    }
                },
                iter: Iterations.Scale(2_000),
                threads: 1,
                print: sample => StrategyGenerators.Describe(sample.Item1, sample.Item2)
            );
        signals.ShouldBeGreaterThan(100);
        (bars - signals).ShouldBeGreaterThan(100);
    }

    [Theory]
    [InlineData("volume_long_candle")]
    [InlineData("volume_zone_breakout")]
    public void Explain_RealHours_HaveAllConditionsMetExactlyWhereThereIsASignal(string name)
    {
        var strategy = Find(name);
        var candles = SharedCandles.Read("BTC_KRW", Timeframe.OneHour, "2024-01-01", "2024-12-31").ToList();

        var explained = ExplainAll(strategy, StrategyParameters.Defaults(strategy.Parameters), Timeframe.OneHour, candles);

        explained.Count(bar => bar.IsSignal).ShouldBeGreaterThan(30);
        explained.ShouldAllBe(bar => bar.IsSignal == bar.Conditions.All(condition => condition.IsMet));
    }

    [Fact]
    public void Explain_AnyBar_ReportsTheReferencesValuesAndThresholds() =>
        Generators.Cases.Sample(
            sample =>
            {
                var request = EngineConversions.ToBacktestRequest(sample.Request, sample.Candles, sample.Timeframe);
                var explained = ExplainAll(request.Strategy, request.Parameters, sample.Timeframe, sample.Candles);
                for (var bar = 0; bar < explained.Count; bar++)
                {
                    var expected = ReferenceConditions.Evaluate(sample.Candles, bar, sample.Request).ToList();
                    explained[bar].Conditions.Select(condition => condition.Name).ShouldBe(expected.Select(condition => condition.Name));
                    foreach (var (result, (condition, value, threshold)) in explained[bar].Conditions.Zip(expected))
                    {
                        ShouldEqual(result.Reading.Value, value, $"{condition} at {bar}");
                        ShouldEqual(result.Reading.Threshold, threshold, $"threshold of {condition} at {bar}");
                    }
                }
            },
            iter: Iterations.Scale(1_500),
            print: sample => sample.ToString()
        );

    [Fact]
    public void IsMet_AroundTheThreshold_FollowsTheOperator()
    {
        bool[] AreMet(ConditionOperator comparison) =>
            [.. ((double[])[1, 2, 3, double.NaN]).Select(value => Condition(comparison).IsMet(new ConditionReading(value, Threshold: 2)))];
        static ConditionDeclaration Condition(ConditionOperator comparison) => new("x", new LocalizedText("ko", "en"), comparison);

        AreMet(ConditionOperator.AtLeast).ShouldBe([false, true, true, false]);
        AreMet(ConditionOperator.Above).ShouldBe([false, false, true, false]);
        AreMet(ConditionOperator.Below).ShouldBe([true, false, false, false]);
        Enum.GetValues<ConditionOperator>().Select(comparison => Condition(comparison).OperatorSymbol).ShouldBe([">=", ">", "<"]);
        Enum.GetValues<ConditionOperator>()
            .Select(comparison => Condition(comparison).IsMet(new ConditionReading(1, double.NaN)))
            .ShouldBe([false, false, false]);
    }

    private static StrategyDefinition Find(string name) =>
        StrategyCatalogue.TryFind(name, out var strategy, out var error) ? strategy : throw new ArgumentException(error, nameof(name));

    private static List<(bool IsSignal, List<ConditionResult> Conditions)> ExplainAll(
        StrategyDefinition strategy,
        StrategyParameters parameters,
        Timeframe timeframe,
        IReadOnlyList<Candle> candles
    ) => strategy.VisitStep(parameters, timeframe, new ConditionTrace(strategy.Conditions(parameters), candles));

    private static void ShouldEqual(double actual, double? expected, string message)
    {
        if (expected is { } number)
            actual.ShouldBe(number, message);
        else
            double.IsNaN(actual).ShouldBeTrue(message);
    }

    private sealed record ConditionResult(string Name, ConditionReading Reading, bool IsMet);

    private sealed class ConditionTrace(IReadOnlyList<ConditionDeclaration> conditions, IReadOnlyList<Candle> candles)
        : IStepVisitor<List<(bool IsSignal, List<ConditionResult> Conditions)>>
    {
        // Values that no step would report, to detect a reading that was not set.
        private static readonly ConditionReading Unset = new(-123.456, -654.321);

        public List<(bool IsSignal, List<ConditionResult> Conditions)> Visit<TStep>(TStep step)
            where TStep : struct, IStrategyStep
        {
            var bars = new List<(bool IsSignal, List<ConditionResult> Conditions)>();
            foreach (var candle in candles)
            {
                var isSignal = step.Step(candle, out _);
                var stateBefore = step.Save();
                var readings = Enumerable.Repeat(Unset, conditions.Count).ToArray();
                step.Explain(candle, readings);
                step.Save().ShouldBe(stateBefore, "Explain must not change the state");
                readings.ShouldNotContain(Unset);
                bars.Add(
                    (
                        isSignal,
                        [
                            .. conditions.Zip(
                                readings,
                                (condition, reading) => new ConditionResult(condition.Name, reading, condition.IsMet(reading))
                            ),
                        ]
                    )
                );
            }

            return bars;
        }
    }
}
