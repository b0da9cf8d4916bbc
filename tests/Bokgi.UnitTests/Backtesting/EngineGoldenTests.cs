using Bokgi.Backtesting;
using Bokgi.Markets;
using Bokgi.Trading;
using Bokgi.UnitTests.Reference;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Backtesting;

/// <summary>The engine must compute the figures of the golden cases: runs over real candles whose figures are stored.</summary>
public class EngineGoldenTests
{
    private static readonly string[] ExactFigures = ["bars", "first", "last", "signals", "trades", "unfilled", "study.samples"];

    public static TheoryData<int> Cases { get; } = [.. Enumerable.Range(0, 21)]; // indices of GoldenCase.ReadAll

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_GoldenCase_GivesTheExpectedFigures(int index)
    {
        var golden = GoldenCase.ReadAll()[index];
        var candles = SharedCandles.Read(golden.Symbol, golden.Timeframe, golden.StartDate, golden.EndDate);
        using var series = EngineConversions.ToCandleSeries(candles, golden.Timeframe);
        using var replay = new PairReplay();

        var report = replay.Run(
            series,
            EngineConversions.ToBacktestRequest(golden.Request, candles, golden.Timeframe),
            golden.Request.InitialCash
        );

        var actual = EngineConversions.ToNamedFigures(report.ShouldNotBeNull());
        golden
            .Expected.Where(figure => !IsClose(figure.Key, actual[figure.Key], figure.Value))
            .Select(figure => FormattableString.Invariant($"{figure.Key} is {actual[figure.Key]:R} instead of {figure.Value:R}"))
            .ShouldBeEmpty($"case {index}: {golden.Symbol} {golden.Timeframe} {golden.Request}");
    }

    // Except for rounding, all trades lose the same. So the standard deviation, by which SQN is divided, counts as zero.
    [Fact]
    public void Run_TradesOfAFixedAmountAllStoppedOut_HaveNoSqn()
    {
        var candles = SharedCandles.Read("BTC_KRW", Timeframe.OneHour, "2024-01-01", "2024-01-15");
        var request = new ReferenceRequest
        {
            Strategy = "volume_long_candle",
            Parameters = new Dictionary<string, object> { ["hold_period_bars"] = 48 },
            StopLossPct = 0.02,
            TakeProfitPct = 0.05,
            Sizing = "quote_amount",
            SizingValue = 1_000_000,
        };
        using var series = EngineConversions.ToCandleSeries(candles, Timeframe.OneHour);
        using var replay = new PairReplay();

        var report = replay
            .Run(series, EngineConversions.ToBacktestRequest(request, candles, Timeframe.OneHour), request.InitialCash)
            .ShouldNotBeNull();

        replay.Trades.ShouldAllBe(trade => trade.ExitReason == ExitReason.StopLoss);
        report.Trades.ShouldBeGreaterThan(1);
        report.Sqn.ShouldBeNull();
        ReferenceEngine.Run(candles, Timeframe.OneHour, request).Figures["sqn"].ShouldBeNull();
    }

    private static bool IsClose(string name, double? actual, double? expected) =>
        actual == expected
        || (!ExactFigures.Contains(name) && Math.Abs((actual - expected) ?? double.NaN) <= 1e-9 * Math.Abs(expected ?? 0));
}
