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
/// Large arrays are freed only by a collection of the whole heap, which takes longer than a replay, so runs must reuse them.
/// </summary>
[Collection(NotInParallel.Name)]
public sealed class BacktesterAllocationTests
{
    private const int Bars = 20_000;

    [Fact]
    public void Run_Repeated_ReusesTheMemoryOfTheRunBefore()
    {
        Candle[] candles = [.. Enumerable.Range(0, Bars).Select(Candle)];
        var request = EngineConversions.Request(
            new ReferenceRequest { Strategy = "volume_long_candle", InitialCash = 1_000_000 },
            candles,
            Timeframe.OneHour
        );
        var source = new Source(candles);
        var observer = new SignalCounter();
        Run();

        var allocated = Enumerable.Range(0, 3).Select(_ => Allocations.Measure(Run)).Min();

        observer.Signals.ShouldBeGreaterThan(4 * 1_000);
        observer.Trades.ShouldBeGreaterThan(4 * 1_000);
        // A column of a run's trades takes 8 bytes for each, and a trade more than 100.
        allocated.ShouldBeLessThan(20_000);

        void Run() => Backtester.Run(request, source, observer: observer);
    }

    private static Candle Candle(int i)
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
