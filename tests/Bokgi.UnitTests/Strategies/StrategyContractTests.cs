using Bokgi.Backtesting;
using Bokgi.Markets;
using Bokgi.Series;
using Bokgi.Strategies;
using CsCheck;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Strategies;

/// <summary>The contract of all strategies. Covers every strategy in the catalogue.</summary>
public class StrategyContractTests
{
    public static TheoryData<string> Names { get; } = [.. StrategyCatalogue.All.Select(strategy => strategy.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Step_LaterCandlesChanged_GivesTheSameSignalsUpToTheChange(string name)
    {
        var strategy = Find(name);
        var signals = 0;
        Sample(
            strategy,
            400,
            (parameters, candles, otherCandles) =>
            {
                var originalSignals = Replay(strategy, parameters, candles);
                signals += originalSignals.Count;
                for (var bar = 0; bar < candles.Count; bar++)
                {
                    List<Candle> changedCandles = [.. candles.Take(bar + 1), .. RepeatCandles(otherCandles, bar + 1, candles.Count)];
                    var signalsAfterChange = Replay(strategy, parameters, changedCandles);
                    signalsAfterChange
                        .Where(signal => signal.Bar <= bar)
                        .ShouldBe(originalSignals.Where(signal => signal.Bar <= bar), $"after bar {bar}");
                }
            }
        );
        signals.ShouldBeGreaterThan(0);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Step_SameCandlesTwice_GivesTheSameSignalsAsTheBacktest(string name)
    {
        var strategy = Find(name);
        Sample(
            strategy,
            400,
            (parameters, candles, _) =>
            {
                var trace = StepThrough(strategy, parameters, candles);

                StepThrough(strategy, parameters, candles).Signals.ShouldBe(trace.Signals);
                var backtest = Replay(strategy, parameters, candles).ToDictionary(signal => signal.Bar, signal => signal.Signal);
                Enumerable
                    .Range(0, candles.Count)
                    .Select(bar => backtest.TryGetValue(bar, out var signal) ? signal : (Signal?)null)
                    .ShouldBe(trace.Signals);
            }
        );
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Restore_StateSavedAtAnyBar_ContinuesBitForBit(string name)
    {
        var strategy = Find(name);
        Sample(
            strategy,
            400,
            (parameters, candles, _) =>
            {
                var uninterruptedTrace = StepThrough(strategy, parameters, candles);
                for (var bar = 0; bar <= candles.Count; bar++)
                {
                    var saved = StepTrace.Record(strategy, parameters, Timeframe.OneHour, candles, saveBefore: bar).SavedState;
                    var resumed = StepTrace.Record(strategy, parameters, Timeframe.OneHour, candles[bar..], saved, saveBefore: 0);

                    resumed.Signals.ShouldBe(uninterruptedTrace.Signals[bar..], $"from bar {bar}");
                    if (bar < candles.Count)
                        resumed.SavedState.ShouldBe(saved, $"state at bar {bar}");
                }
            }
        );
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Restore_IntoAStepThatHasSeenOtherCandles_ForgetsThem(string name)
    {
        var strategy = Find(name);
        Sample(
            strategy,
            100,
            (parameters, candles, otherCandles) =>
            {
                var half = candles.Count / 2;
                var saved = StepTrace.Record(strategy, parameters, Timeframe.OneHour, candles, saveBefore: half).SavedState;

                strategy
                    .VisitStep(parameters, Timeframe.OneHour, new RestoreAfterOtherCandles(otherCandles, saved, candles[half..]))
                    .ShouldBe(StepThrough(strategy, parameters, candles).Signals[half..]);
            }
        );
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Restore_StateTooLongForAnyWindow_IsRefused(string name)
    {
        var (strategy, state) = (Find(name), new double[1_000_000]);

        Should
            .Throw<ArgumentException>(() =>
                StepTrace.Record(strategy, StrategyParameters.Defaults(strategy.Parameters), Timeframe.OneHour, [], state)
            )
            .Message.ShouldContain("1000000");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void WarmUpBars_SteppedFirst_GiveTheSameSignalsAndLevelsAsTheFullHistory(string name)
    {
        var strategy = Find(name);
        Sample(
            strategy,
            400,
            (parameters, candles, _) =>
            {
                var fullTrace = StepThrough(strategy, parameters, candles);
                var warmup = strategy.WarmUpBars(parameters);
                for (var start = warmup; start < candles.Count; start++)
                {
                    var warmedUpTrace = StepThrough(strategy, parameters, candles[(start - warmup)..]);
                    warmedUpTrace
                        .Signals[warmup..]
                        .Select(signal => WithoutHistoryDependentDetails(strategy, signal))
                        .ShouldBe(
                            fullTrace.Signals[start..].Select(signal => WithoutHistoryDependentDetails(strategy, signal)),
                            $"from {start}"
                        );
                    Bits(warmedUpTrace.Levels[warmup..]).ShouldBe(Bits(fullTrace.Levels[start..]), $"levels from {start}");
                }
            }
        );
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Signal_OfAnyBar_HasItsCloseAndFiniteNumbers(string name)
    {
        var strategy = Find(name);
        Sample(
            strategy,
            1_000,
            (parameters, candles, _) =>
            {
                foreach (var (signal, candle) in StepThrough(strategy, parameters, candles).Signals.Zip(candles))
                {
                    if (signal is not { } emittedSignal)
                        continue;
                    emittedSignal.Price.ShouldBe(candle.Close);
                    emittedSignal.Confidence.ShouldBeInRange(0, 1);
                    for (var i = 0; i < SignalDetails.Capacity; i++)
                    {
                        double.IsFinite(emittedSignal.Details[i]).ShouldBeTrue();
                        if (i >= strategy.SignalDetailNames.Count)
                            emittedSignal.Details[i].ShouldBe(0);
                    }
                }
            }
        );
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Step_ManyBars_AllocatesNothing(string name)
    {
        var strategy = Find(name);

        var (bytes, signals) = strategy.VisitStep(
            StrategyParameters.Defaults(strategy.Parameters),
            Timeframe.OneHour,
            new AllocationCount()
        );

        bytes.ShouldBe(0);
        signals.ShouldBeGreaterThan(10);
    }

    private static StrategyDefinition Find(string name) =>
        StrategyCatalogue.TryFind(name, out var strategy, out var error) ? strategy : throw new ArgumentException(error, nameof(name));

    private static void Sample(StrategyDefinition strategy, int iterations, Action<StrategyParameters, List<Candle>, List<Candle>> check) =>
        Gen.Select(StrategyGenerators.Parameters(strategy), StrategyGenerators.Candles, StrategyGenerators.Candles)
            .Sample(
                (parameters, candles, otherCandles) => check(parameters, candles, otherCandles),
                iter: Iterations.Scale(iterations),
                threads: 1,
                print: sample => StrategyGenerators.Describe(sample.Item1, sample.Item2)
            );

    private static StepTrace StepThrough(StrategyDefinition strategy, StrategyParameters parameters, IReadOnlyList<Candle> candles) =>
        StepTrace.Record(strategy, parameters, Timeframe.OneHour, candles);

    private static List<SignalRecord> Replay(StrategyDefinition strategy, StrategyParameters parameters, List<Candle> candles)
    {
        var request = new BacktestRequest
        {
            Strategy = strategy,
            Parameters = parameters,
            Symbols = [],
            Timeframe = Timeframe.OneHour,
            Range = TimeRange.All,
        };
        using var series = CandleSeries.FromCandles(Symbol.Parse("TEST_KRW"), Timeframe.OneHour, [.. candles]);
        using var replay = new PairReplay { KeepsSignals = true };
        replay.Run(series, request, 1_000);
        return [.. replay.Signals];
    }

    private static IEnumerable<Candle> RepeatCandles(List<Candle> candles, int from, int to) =>
        Enumerable.Range(from, to - from).Select(i => candles[i % candles.Count] with { TimeUtc = Reference.HourlyCandles.HourUtc(i) });

    private static IEnumerable<long> Bits(IEnumerable<double> values) => values.Select(BitConverter.DoubleToInt64Bits);

    private static Signal? WithoutHistoryDependentDetails(StrategyDefinition strategy, Signal? signal)
    {
        if (signal is not { } emittedSignal)
            return null;
        double[] details =
        [
            .. Enumerable
                .Range(0, SignalDetails.Capacity)
                .Select(i =>
                    strategy.HistoryDependentDetails.Contains(strategy.SignalDetailNames.ElementAtOrDefault(i))
                        ? 0
                        : emittedSignal.Details[i]
                ),
        ];
        return emittedSignal with { Details = new SignalDetails(details[0], details[1], details[2], details[3]) };
    }

    private sealed class RestoreAfterOtherCandles(List<Candle> candlesBefore, double[] state, List<Candle> candlesAfter)
        : IStepVisitor<List<Signal?>>
    {
        public List<Signal?> Visit<TStep>(TStep step)
            where TStep : struct, IStrategyStep
        {
            foreach (var candle in candlesBefore)
                step.Step(candle, out _);
            step.Restore(state);
            var signals = new List<Signal?>();
            foreach (var candle in candlesAfter)
                signals.Add(step.Step(candle, out var signal) ? signal : null);
            return signals;
        }
    }

    private sealed class AllocationCount : IStepVisitor<(long Bytes, int Signals)>
    {
        private const int Bars = 20_000;

        public (long Bytes, int Signals) Visit<TStep>(TStep step)
            where TStep : struct, IStrategyStep
        {
            Run(ref step, 1_000); // the first calls are not measured
            var (bytes, signals) = (long.MaxValue, 0);

            // Takes the minimum of several attempts, which excludes allocations that the runtime makes in between.
            for (var attempt = 0; attempt < 5; attempt++)
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                signals = Run(ref step, Bars);
                bytes = Math.Min(bytes, GC.GetAllocatedBytesForCurrentThread() - before);
            }

            return (bytes, signals);
        }

        // Every fiftieth bar is a long candle with a high volume, for signals; the other bars have short bodies.
        private static int Run<TStep>(ref TStep step, int bars)
            where TStep : struct, IStrategyStep
        {
            var signals = 0;
            for (var i = 0; i < bars; i++)
            {
                var close = i % 50 == 0 ? 110 : 100 + (i % 7 * 0.25);
                var candle = new Candle(i, 100, Math.Max(close, 101), 99, close, i % 50 == 0 ? 5_000 : 100 + (i % 3));
                signals += step.Step(candle, out _) ? 1 : 0;
            }

            return signals;
        }
    }
}
