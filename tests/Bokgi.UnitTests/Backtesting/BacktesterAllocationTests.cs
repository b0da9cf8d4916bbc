using Bokgi.Backtesting;
using Bokgi.Markets;
using Bokgi.Series;
using Bokgi.UnitTests.Bombs;
using Bokgi.UnitTests.Fuzzing;
using Bokgi.UnitTests.Reference;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Backtesting;

/// <summary>
/// Runs must reuse their large arrays: only a collection of the whole heap frees large arrays, and it takes longer than a replay.
/// </summary>
[Collection(NotInParallel.Name)]
public sealed class BacktesterAllocationTests
{
    private const int Bars = 20_000;

    [Fact]
    public void Run_Repeated_ReusesTheMemoryOfThePreviousRun()
    {
        Candle[] candles = [.. Enumerable.Range(0, Bars).Select(CreateCandle)];
        var request = EngineConversions.ToBacktestRequest(
            new ReferenceRequest { Strategy = "volume_long_candle", InitialCash = 1_000_000 },
            candles,
            Timeframe.OneHour
        );
        var source = new Source(candles);
        var observer = new SignalCounter();
        Run();

        var allocated = Enumerable.Range(0, 3).Select(_ => Allocations.Measure(Run)).Min();

        // Four runs (one to fill the buffers and three measured), each with more than 1,000 signals and trades.
        observer.Signals.ShouldBeGreaterThan(4 * 1_000);
        observer.Trades.ShouldBeGreaterThan(4 * 1_000);
        // In bytes. Without reuse, the trades of one run alone would take more than 100,000: over 1,000 trades of over 100 bytes each.
        allocated.ShouldBeLessThan(20_000);

        void Run() => Backtester.Run(request, source, observer: observer);
    }

    private static Candle CreateCandle(int i)
    {
        var isLongCandle = i % 13 == 5;
        var open = 100 + (i % 7) + (isLongCandle ? 9 : 0);
        return new Candle(HourlyCandles.HourUtc(i), open, open + 12, open - 3, open + 10, isLongCandle ? 500 : 10);
    }

    private sealed class Source(Candle[] candles) : ICandleSource
    {
        public bool HasCandles(Symbol symbol) => true;

        public CandleSeries Read(Symbol symbol) => CandleSeries.FromCandles(symbol, Timeframe.OneHour, candles);
    }

    private sealed class SignalCounter : IRunObserver
    {
        public int Signals { get; private set; }

        public int Trades { get; private set; }

        public bool WantsSignals => true;

        public void Started(int symbols) { }

        public void Completed(CandleSeries candles, PairReplay replay)
        {
            Signals += replay.SignalsAsSpan.Length;
            Trades += replay.TradesAsSpan.Length;
        }
    }
}
