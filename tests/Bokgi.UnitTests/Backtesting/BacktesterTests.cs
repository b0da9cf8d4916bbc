using Bokgi.Backtesting;
using Bokgi.Markets;
using Bokgi.Series;
using Bokgi.Trading;
using Bokgi.UnitTests.Reference;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Backtesting;

public class BacktesterTests
{
    private static readonly Symbol[] Symbols = [.. Enumerable.Range(0, 6).Select(i => Symbol.Parse($"C{i}_KRW"))];

    private static readonly BacktestRequest Request = EngineConversions.ToBacktestRequest(
        new ReferenceRequest { Strategy = "volume_zone_breakout", InitialCash = 6_000 },
        HourlyCandles.UptickRamp,
        Timeframe.OneHour
    ) with
    {
        Symbols = Symbols,
    };

    [Fact]
    public void Run_SixSymbols_ShareTheCashEqually()
    {
        var recorder = new RunRecorder();

        var report = Backtester.Run(Request, Source(Symbols), observer: recorder);

        report.Symbols.Count.ShouldBe(6);
        recorder.Pairs.ShouldAllBe(pair => pair.Equity[0] == 1_000);
        report.Totals!.BuyAndHoldReturn.ShouldBe(0.104, 1e-12); // the ramp rises from an open of 100 to a close of 110.4
        report.Totals.Signals.ShouldBe(540); // 90 of each symbol
    }

    [Fact]
    public void Run_MissingAndInvalidSymbols_LeaveTheirCashToTheOthers()
    {
        var recorder = new RunRecorder();
        var source = Source(Symbols[..3]);
        source.Add(Symbols[4], HourlyCandles.UptickRamp.Select(candle => candle with { Volume = -1 }));

        var report = Backtester.Run(Request, source, threads: 2, recorder);

        report.Symbols.Select(symbol => symbol.Symbol).ShouldBe(Symbols[..3]);
        report.Missing.ShouldBe(Symbols[3..]);
        (recorder.StartedCalls, recorder.AnnouncedSymbolCount).ShouldBe((1, 3));
        recorder.Pairs.ShouldAllBe(pair => pair.Equity[0] == 2_000);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Run_NoSymbolWithCandles_HasNoTotals(int threads)
    {
        var report = Backtester.Run(Request, Source([]), threads);

        report.Symbols.ShouldBeEmpty();
        report.Missing.ShouldBe(Symbols);
        report.Totals.ShouldBeNull();
    }

    [Fact]
    public void Run_EverySymbolInvalid_HasNoTotals()
    {
        var source = Source([]);
        foreach (var symbol in Symbols)
            source.Add(symbol, [new Candle(HourlyCandles.HourUtc(1), 1, 1, 1, 1, double.NaN)]);

        var report = Backtester.Run(Request, source, threads: 2);

        report.Missing.ShouldBe(Symbols);
        report.Totals.ShouldBeNull();
    }

    [Fact]
    public void Run_CandlesOnlyBeforeTheRange_CountAsMissing()
    {
        var source = Source(Symbols[..1]);
        source.Add(
            Symbols[1],
            HourlyCandles.UptickRamp.Select(candle => candle with { TimeUtc = candle.TimeUtc - UnixTime.MicrosecondsPerDay * 30 })
        );

        var report = Backtester.Run(Request with { Symbols = Symbols[..2] }, source);

        report.Missing.ShouldBe([Symbols[1]]);
        report.Totals!.Equity.ShouldBe(report.Symbols[0].Figures.Equity);
    }

    [Fact]
    public void Run_InvalidBarsAmongOthers_AreLeftOutAndCounted()
    {
        var source = Source([]);
        source.Add(Symbols[0], HourlyCandles.UptickRamp.Select((candle, i) => i % 10 == 3 ? candle with { High = 1 } : candle));

        var report = Backtester.Run(Request with { Symbols = Symbols[..1] }, source).Symbols.ShouldHaveSingleItem();

        report.Quality.ShouldBe(new SeriesQuality(Rows: 100, Duplicates: 0, OutOfOrder: 0, Invalid: 10));
        report.Figures.Bars.ShouldBe(90);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(16)]
    public void Run_SymbolsReadInAnotherOrder_GivesABitIdenticalReport(int threads)
    {
        var begunReads = 0;
        var ordinarySource = new MemoryCandleSource(Timeframe.OneHour, TimeRange.All);
        var delayingSource = new MemoryCandleSource(Timeframe.OneHour, TimeRange.All)
        {
            // A symbol at an even position waits until another thread begins to read the next symbol.
            BeforeReading = symbol =>
            {
                var index = Array.IndexOf(Symbols, symbol);
                Interlocked.Increment(ref begunReads);
                SpinWait
                    .SpinUntil(() => index % 2 == 1 || Volatile.Read(ref begunReads) >= index + 2, TimeSpan.FromMinutes(5))
                    .ShouldBeTrue();
            },
        };
        foreach (var (index, symbol) in Symbols.Index())
        {
            ordinarySource.Add(symbol, HourlyCandles.UptickRamp.Skip(index));
            delayingSource.Add(symbol, HourlyCandles.UptickRamp.Skip(index));
        }

        var singleThreaded = Backtester.Run(Request, ordinarySource);
        var multiThreaded = Backtester.Run(Request, delayingSource, threads);

        multiThreaded.Symbols.ShouldBe(singleThreaded.Symbols);
        multiThreaded.Totals.ShouldBe(singleThreaded.Totals);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(16)]
    public void Run_SourceThatFails_ThrowsItsException(int threads)
    {
        var source = new MemoryCandleSource(Timeframe.OneHour, TimeRange.All)
        {
            BeforeReading = symbol =>
            {
                if (symbol == Symbols[1])
                    throw new InvalidDataException("year 2024 of C1_KRW is torn");
            },
        };
        foreach (var symbol in Symbols)
            source.Add(symbol, HourlyCandles.UptickRamp);

        Should.Throw<InvalidDataException>(() => Backtester.Run(Request, source, threads)).Message.ShouldBe("year 2024 of C1_KRW is torn");
    }

    [Fact]
    public void Run_ObserverThatFails_ThrowsItsException() =>
        Should
            .Throw<InvalidOperationException>(() => Backtester.Run(Request, Source(Symbols), threads: 4, new FailingObserver()))
            .Message.ShouldBe("C2_KRW could not be stored");

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Run_CancelledWhileReading_Stops(int threads)
    {
        using var cancellation = new CancellationTokenSource();
        var source = new MemoryCandleSource(Timeframe.OneHour, TimeRange.All) { BeforeReading = _ => cancellation.Cancel() };
        foreach (var symbol in Symbols)
            source.Add(symbol, HourlyCandles.UptickRamp);

        Should.Throw<OperationCanceledException>(() => Backtester.Run(Request, source, threads, cancel: cancellation.Token));
        source.SymbolsRead.Count.ShouldBeLessThanOrEqualTo(threads);
    }

    [Fact]
    public void Run_AlreadyCancelled_ReadsNothing()
    {
        var source = Source(Symbols);

        Should.Throw<OperationCanceledException>(() => Backtester.Run(Request, source, cancel: new CancellationToken(canceled: true)));
        source.SymbolsRead.ShouldBeEmpty();
    }

    [Fact]
    public void Run_BadRequests_AreRefused()
    {
        var source = Source(Symbols);

        Should
            .Throw<ArgumentException>(() => Backtester.Run(Request with { Symbols = [Symbols[0], Symbols[1], Symbols[0]] }, source))
            .Message.ShouldContain("named twice");
        Should
            .Throw<ArgumentException>(() =>
                Backtester.Run(Request with { Account = new AccountSettings { FeeRate = 1 } }, source, threads: 3)
            )
            .Message.ShouldContain("fee_rate cannot be 1");
        Should.Throw<ArgumentException>(() => Backtester.Run(Request with { InitialCash = 0 }, source));
        Should.Throw<ArgumentOutOfRangeException>(() => Backtester.Run(Request, source, threads: 0));
    }

    private static MemoryCandleSource Source(IEnumerable<Symbol> symbols)
    {
        var source = new MemoryCandleSource(Timeframe.OneHour, Request.Range);
        foreach (var symbol in symbols)
            source.Add(symbol, HourlyCandles.UptickRamp);
        return source;
    }

    private sealed class FailingObserver : IRunObserver
    {
        public bool WantsSignals => false;

        public void Started(int symbols) { }

        public void Completed(CandleSeries candles, PairReplay replay)
        {
            if (candles.Symbol == Symbols[2])
                throw new InvalidOperationException("C2_KRW could not be stored");
        }
    }
}
