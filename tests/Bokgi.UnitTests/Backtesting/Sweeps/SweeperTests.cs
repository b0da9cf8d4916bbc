using System.Collections.Concurrent;
using Bokgi.Backtesting;
using Bokgi.Backtesting.Sweeps;
using Bokgi.Kernels;
using Bokgi.Markets;
using Bokgi.Performance;
using Bokgi.Series;
using Bokgi.Strategies;
using Bokgi.UnitTests.Reference;
using CsCheck;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Backtesting.Sweeps;

public class SweeperTests
{
    [Fact]
    public void Run_AnyGridOverAnySeries_EqualsAReplayOfEachSettingBitForBit() =>
        RandomSweep.Any.Sample(
            sample =>
            {
                using var sweep = sample;
                var report = Sweeper.Run(
                    sweep.Grid,
                    sweep.Series,
                    threads: 1,
                    settingsPerUnit: sweep.SettingsPerUnit,
                    CancellationToken.None
                );

                report.Settings.ShouldBe(sweep.Grid.Count);
                using var replay = new PairReplay();
                for (var setting = 0; setting < sweep.Grid.Count; setting++)
                {
                    var request = sweep.Grid.RequestOf(setting);
                    for (var index = 0; index < sweep.Series.Count; index++)
                        report[setting, index]
                            .ShouldBe(
                                replay.Run(sweep.Series[index], request, sweep.CashPerSeries),
                                $"setting {setting} of series {index}"
                            );
                }
            },
            iter: Iterations.Scale(1_000),
            print: sample => sample.ToString()
        );

    [Fact]
    public void Run_AnyNumberOfThreads_GivesBitIdenticalReports() =>
        RandomSweep.Any.Sample(
            sample =>
            {
                using var sweep = sample;
                var singleThreaded = Sweeper.Run(sweep.Grid, sweep.Series, cancel: TestContext.Current.CancellationToken);
                foreach (var threads in (int[])[2, 16])
                {
                    var multiThreaded = Sweeper.Run(sweep.Grid, sweep.Series, threads, sweep.SettingsPerUnit, CancellationToken.None);
                    for (var setting = 0; setting < sweep.Grid.Count; setting++)
                    {
                        for (var index = 0; index < sweep.Series.Count; index++)
                            multiThreaded[setting, index].ShouldBe(singleThreaded[setting, index]);
                    }
                }
            },
            iter: Iterations.Scale(200),
            print: sample => sample.ToString()
        );

    [Fact]
    public void Find_SweepOfAnyStrategy_FindsTheSameSignalsAsTheScan() =>
        RandomSweep.Any.Sample(
            sample =>
            {
                using var sweep = sample;
                var strategy = sweep.Grid.RequestOf(0).Strategy;
                foreach (var width in Enum.GetValues<LaneWidth>()) // the widths of SIMD vectors
                {
                    using var fastSweep = strategy.CreateSweep(Timeframe.OneHour, width);
                    using var scanSweep = Lanes.Dispatch(width, new ScanSweepFactory(strategy));
                    foreach (var series in sweep.Series)
                        ShouldFindSameSignals(sweep.Grid, series, fastSweep, scanSweep);
                }
            },
            iter: Iterations.Scale(500),
            print: sample => sample.ToString()
        );

    [Fact]
    public void Run_Cancelled_Stops()
    {
        using var series = HourlySeries(300);
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();

        Should.Throw<OperationCanceledException>(() => Sweeper.Run(Grid(), [series], threads: 1, cancellation.Token));
        Should.Throw<OperationCanceledException>(() => Sweeper.Run(Grid(), [series], threads: 3, cancellation.Token));
    }

    [Fact]
    public void Run_NoSeries_IsRefused() =>
        Should.Throw<ArgumentException>(() => Sweeper.Run(Grid(), [])).Message.ShouldContain("one series");

    [Fact]
    public void Run_SeriesWithoutCandlesInTheRange_HasNoReportAndGetsNoShareOfTheCash()
    {
        using var emptySeries = CandleSeries.FromCandles(Symbol.Parse("NONE_KRW"), Timeframe.OneHour, []);
        using var fullSeries = HourlySeries(300);
        using var replay = new PairReplay();

        var report = Sweeper.Run(Grid(), [emptySeries, fullSeries], threads: 2, cancel: TestContext.Current.CancellationToken);

        report[0, 0].ShouldBeNull();
        report[1, 1].ShouldBe(replay.Run(fullSeries, Grid().RequestOf(1), 10_000_000)); // all of the default cash
        Should.Throw<ArgumentOutOfRangeException>(() => report[0, 2]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Run_WithACallback_PassesEachResultOfTheReportOnce(int threads)
    {
        using var emptySeries = CandleSeries.FromCandles(Symbol.Parse("NONE_KRW"), Timeframe.OneHour, []);
        using var fullSeries = HourlySeries(300);
        using var otherSeries = HourlySeries(200);
        var report = Sweeper.Run(Grid(), [emptySeries, fullSeries, otherSeries], cancel: TestContext.Current.CancellationToken);
        var passedResults = new ConcurrentDictionary<(int Setting, int Series), PerformanceReport>();

        Sweeper.Run(
            Grid(),
            [emptySeries, fullSeries, otherSeries],
            (setting, index, figures) => passedResults.TryAdd((setting, index), figures).ShouldBeTrue(),
            threads,
            TestContext.Current.CancellationToken
        );

        passedResults.Count.ShouldBe(report.Settings * 2); // none for the empty series
        passedResults.ShouldAllBe(result => result.Key.Series > 0 && result.Value == report[result.Key.Setting, result.Key.Series]);
    }

    [Fact]
    public void Run_TenThousandSettings_AllocatesLittleForEach()
    {
        using var series = HourlySeries(2_000);
        var grid = new SweepGrid(
            Request("volume_long_candle"),
            [
                SweepAxis.FromRange("vol_ma_window", 1, 10, 1),
                SweepAxis.FromRange("vol_multiplier", 0.1, 1, 0.1),
                SweepAxis.FromRange("body_pct", 0.001, 0.01, 0.001),
                SweepAxis.FromRange("hold_period_bars", 1, 10, 1),
            ]
        );
        Sweeper.Run(grid, [series], cancel: TestContext.Current.CancellationToken);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var report = Sweeper.Run(grid, [series], cancel: TestContext.Current.CancellationToken);

        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        report.Settings.ShouldBe(10_000);
        (bytes / 10_000).ShouldBeLessThan(8_000, "memory is needed for the report and account of each setting, not for its bars");
    }

    private static void ShouldFindSameSignals(SweepGrid grid, CandleSeries series, ISignalSweep fastSweep, ISignalSweep scanSweep)
    {
        List<StrategyParameters> settings = [.. Enumerable.Range(0, grid.Count).Select(setting => grid.RequestOf(setting).Parameters)];
        fastSweep.Begin(series, settings);
        scanSweep.Begin(series, settings);
        foreach (var parameters in settings)
        {
            var found = new ulong[(series.Count + 63) / 64]; // one bit per bar
            var expected = new ulong[found.Length];
            fastSweep.Find(parameters, found);
            scanSweep.Find(parameters, expected);
            found.ShouldBe(expected);
        }
    }

    private static SweepGrid Grid() =>
        new(Request("volume_zone_breakout"), [new SweepAxis("volume_window", [3, 5]), new SweepAxis("fee_rate", [0, 0.001])]);

    private static BacktestRequest Request(string name)
    {
        StrategyCatalogue.TryFind(name, out var strategy, out _);
        return new BacktestRequest
        {
            Strategy = strategy,
            Parameters = StrategyParameters.Defaults(strategy.Parameters),
            Symbols = [],
            Timeframe = Timeframe.OneHour,
            Range = TimeRange.All,
        };
    }

    private static CandleSeries HourlySeries(int count)
    {
        var candles = new Candle[count];
        for (var i = 0; i < count; i++)
        {
            var (open, close) = (100 + (i * 7 % 13), 100 + (i * 11 % 17));
            candles[i] = new Candle(
                HourlyCandles.HourUtc(i),
                open,
                Math.Max(open, close) + 1,
                Math.Min(open, close) - 1,
                close,
                1 + (i * 5 % 11)
            );
        }

        return CandleSeries.FromCandles(Symbol.Parse("TEST_KRW"), Timeframe.OneHour, candles);
    }

    private sealed record ScanSweepFactory(StrategyDefinition Strategy) : ILaneVisitor<ISignalSweep>
    {
        public ISignalSweep Visit<TLanes>()
            where TLanes : struct, ILanes<TLanes> => new ScanSweep<TLanes>(Strategy, Timeframe.OneHour);
    }
}
