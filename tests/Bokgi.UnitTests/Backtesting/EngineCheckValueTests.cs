using Bokgi.Backtesting;
using Bokgi.Markets;
using Bokgi.Performance;
using Bokgi.Series;
using Bokgi.UnitTests.Reference;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Backtesting;

/// <summary>Replays must compute the check values: the figures that the specification (see docs/testing.md) publishes for example candles.</summary>
public class EngineCheckValueTests
{
    private const double Tolerance = 1e-12;

    [Fact]
    public void Run_UptickRamp_HasTheSignalStudyOfTheSpecification()
    {
        var report = Run("volume_zone_breakout", HourlyCandles.UptickRamp);

        (report.Bars, report.Signals, report.Study.Samples).ShouldBe((100, 90, 90));
        report.Study.WinRate!.Value.ShouldBe(89 / 90.0, Tolerance);
        report.Study.AverageReturn!.Value.ShouldBe(0.0009343451129330867, Tolerance);
    }

    [Fact]
    public void Run_LongCandle_HasTheSignalReturnOfTheSpecification()
    {
        var candles = HourlyCandles.AfterTwentyBars((100, 102.8, 99.8, 102.5, 1_600), (102.5, 104.5, 102, 104, 1_000));

        var report = Run("volume_long_candle", candles);

        (report.Signals, report.Study.WinRate).ShouldBe((1, 1));
        report.Study.AverageReturn!.Value.ShouldBe(0.014634146341463415, Tolerance);
    }

    [Fact]
    public void Run_WarmUp_IsSteppedButNotCounted()
    {
        var report = Run("volume_zone_breakout", HourlyCandles.UptickRamp, warmup: 15);

        (report.Bars, report.Signals, report.FirstUtc).ShouldBe((85, 85, HourlyCandles.HourUtc(15)));
        report.BuyAndHoldReturn.ShouldBe((110.4 / 101.5) - 1, Tolerance); // from the open of bar 15 to the last close
    }

    [Fact]
    public void Run_NoCandleInTheRange_ReturnsNull()
    {
        using var series = EngineConversions.ToCandleSeries(HourlyCandles.UptickRamp, Timeframe.OneHour);
        using var replay = new PairReplay();
        var request = EngineConversions.ToBacktestRequest(
            new() { Strategy = "volume_zone_breakout" },
            HourlyCandles.UptickRamp,
            Timeframe.OneHour
        );

        replay.Run(series, request, 1_000).ShouldNotBeNull();
        replay.Run(series, request with { Range = new TimeRange(HourlyCandles.HourUtc(100), long.MaxValue) }, 1_000).ShouldBeNull();
        (replay.Trades.Count, replay.Equity.Length, replay.Times.Length).ShouldBe((0, 0, 0));
    }

    [Fact]
    public void Run_ReusedReplay_AllocatesAsMuchForALongSeriesAsForAShortOne()
    {
        using var replay = new PairReplay();
        var (shorter, longer) = (Ramp(2_000), Ramp(20_000));
        MeasureAllocatedBytes(replay, longer); // grows the buffers that the replay reuses

        var shorterBytes = MeasureAllocatedBytes(replay, shorter);
        var longerBytes = MeasureAllocatedBytes(replay, longer);

        longerBytes.ShouldBe(shorterBytes);
        shorter.Dispose();
        longer.Dispose();
    }

    private static PerformanceReport Run(string strategy, IReadOnlyList<Candle> candles, int warmup = 0)
    {
        using var series = EngineConversions.ToCandleSeries(candles, Timeframe.OneHour);
        using var replay = new PairReplay();
        var request = EngineConversions.ToBacktestRequest(
            new ReferenceRequest { Strategy = strategy, WarmupBars = warmup },
            candles,
            Timeframe.OneHour
        );
        return replay.Run(series, request, 1_000_000).ShouldNotBeNull();
    }

    private static CandleSeries Ramp(int bars) =>
        EngineConversions.ToCandleSeries(
            [.. Enumerable.Range(0, bars).Select(i => HourlyCandles.UptickRamp[i % 100] with { TimeUtc = HourlyCandles.HourUtc(i) })],
            Timeframe.OneHour
        );

    private static long MeasureAllocatedBytes(PairReplay replay, CandleSeries series)
    {
        var request = EngineConversions.ToBacktestRequest(
            new() { Strategy = "volume_zone_breakout" },
            HourlyCandles.UptickRamp,
            Timeframe.OneHour
        );
        var minimum = long.MaxValue;

        // The minimum of several attempts excludes allocations that the runtime itself makes.
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            replay.Run(series, request, 1_000_000);
            minimum = Math.Min(minimum, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return minimum;
    }
}
