using Bokgi.Backtesting;
using Bokgi.UnitTests.Reference;
using CsCheck;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Backtesting;

/// <summary>On random runs with many equal prices and edge cases, the engine must equal the reference engine.</summary>
public class EngineEqualityTests
{
    [Fact]
    public void Run_AnyPair_EqualsTheReferenceEngine() =>
        Generators.Cases.Sample(
            sample => Differences(sample).ShouldBeEmpty(),
            iter: Iterations.Scale(8_000),
            print: sample => sample.ToString()
        );

    private static List<string> Differences(ReferenceCase sample)
    {
        var (candles, request) = (sample.Candles, sample.Request);
        var expected = ReferenceEngine.Run(candles, sample.Timeframe, request);
        using var series = EngineConversions.ToCandleSeries(sample);
        using var replay = new PairReplay { KeepsSignals = true };

        var report = replay
            .Run(series, EngineConversions.ToBacktestRequest(request, candles, sample.Timeframe), request.InitialCash)
            .ShouldNotBeNull();

        return
        [
            .. EngineDifferences.CompareSignals(replay.Signals, expected.Signals, candles, request.WarmupBars),
            .. EngineDifferences.CompareTrades(replay.Trades, expected.Trades, request.WarmupBars),
            .. EngineDifferences.CompareEquity(replay.Equity, expected.Curve),
            .. EngineDifferences.CompareFigures(report, expected),
        ];
    }
}
