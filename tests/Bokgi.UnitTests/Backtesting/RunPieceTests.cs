using Bokgi.Backtesting;
using Bokgi.Markets;
using Bokgi.Performance;
using Bokgi.Series;
using Bokgi.Trading;
using Bokgi.UnitTests.Reference;
using CsCheck;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Backtesting;

/// <summary>Runs that are cut into pieces, each with some of the symbols, and the progress that a replay reports.</summary>
public class RunPieceTests
{
    private static readonly Symbol OnlySymbol = Symbol.Parse("C0_KRW");

    [Fact]
    public void RunPiece_AnySplitOfAnyRun_CombinesIntoTheRunBitForBit() =>
        Gen.Select(RandomRun.Any, Gen.Int[1, 4])
            .Sample(
                (run, symbolsPerPiece) =>
                {
                    var runReport = run.Run();
                    if (runReport.Symbols.Count == 0)
                        return;
                    var cash = run.Request.InitialCash / runReport.Symbols.Count;
                    using var totals = new RunTotals();
                    var symbols = new List<SymbolReport>();
                    foreach (var piece in runReport.Symbols.Select(symbol => symbol.Symbol).Chunk(symbolsPerPiece))
                    {
                        var barCounter = new BarCounter();
                        var runRecorder = new RunRecorder();
                        var reports = run.RunPiece(piece, cash, barCounter);
                        run.RunPiece(piece, cash, runRecorder);
                        barCounter.ReportedBars.ShouldBe(barCounter.BarsOfCompletedSeries);
                        symbols.AddRange(reports);
                        foreach (var (pair, figures) in runRecorder.Pairs.Zip(reports.Select(symbol => symbol.Figures)))
                        {
                            var study = SignalStudy.FromFigures(figures.Study.Samples, figures.Study.WinRate, figures.Study.AverageReturn);
                            var counts = new RunCounts(
                                study,
                                figures.UnfilledEntries,
                                BarsWithPosition: 0, // ignored: Add computes it from the trades
                                figures.BuyAndHoldReturn,
                                figures.TooSmallEntries
                            );
                            totals.Add(pair.Times, pair.Equity, pair.Trades, cash, counts);
                        }
                    }

                    symbols.ShouldBe(runReport.Symbols);
                    totals.CreateReport(run.Request.Timeframe).ShouldBe(runReport.Totals);
                },
                iter: Iterations.Scale(200),
                print: input => $"pieces of {input.Item2}: {input.Item1}"
            );

    [Fact]
    public void RunPiece_OneSymbol_HasTheGivenCash()
    {
        var (request, source) = LongRun(100);
        var recorder = new RunRecorder();

        Backtester.RunPiece(request, [OnlySymbol], 777, source, observer: recorder).ShouldHaveSingleItem().Symbol.ShouldBe(OnlySymbol);

        recorder.Pairs.ShouldHaveSingleItem().Equity[0].ShouldBe(777);
    }

    [Fact]
    public void RunPiece_SymbolWithoutValidCandles_IsAnErrorThatNamesIt()
    {
        var (request, source) = LongRun(100);
        var invalid = Symbol.Parse("BAD_KRW");
        source.Add(invalid, [new Candle(HourlyCandles.HourUtc(1), 1, 1, 1, 1, double.NaN)]);

        Should
            .Throw<InvalidOperationException>(() => Backtester.RunPiece(request, [invalid, OnlySymbol], 777, source))
            .Message.ShouldContain("BAD_KRW");
    }

    [Theory]
    [InlineData(0.0, 1)]
    [InlineData(-1.0, 1)]
    [InlineData(double.NaN, 1)]
    [InlineData(1.0, 0)]
    public void RunPiece_InvalidCashOrThreads_AreRefused(double cash, int threads)
    {
        var (request, source) = LongRun(100);

        Should.Throw<ArgumentOutOfRangeException>(() => Backtester.RunPiece(request, [OnlySymbol], cash, source, threads));
    }

    [Fact]
    public void Run_LongSeries_ReportsBarsDoneAndThePositionHeld()
    {
        var (request, source) = LongRun(10_000);
        var recorder = new BlockRecorder();

        Backtester.Run(request, source, observer: recorder);

        // A replay reports its progress after each block of 4,096 bars.
        recorder.Blocks.Select(block => (block.Bars, block.BarsDone)).ShouldBe([(4_096, 4_096), (4_096, 8_192), (1_808, 10_000)]);
        recorder.Blocks.ShouldAllBe(block => block.Symbol == OnlySymbol);
        // A position held at the last bar of a block belongs to the trade that is entered at or before that bar and exited after it.
        foreach (var (_, _, barsDone, held) in recorder.Blocks)
        {
            var lastBar = barsDone - 1;
            var openTrades = recorder
                .Trades.Where(trade => trade.EntryBar <= lastBar && trade.EntryBar + trade.BarClosesHeld > lastBar)
                .ToArray();
            if (held is { } position)
                openTrades
                    .ShouldHaveSingleItem()
                    .ShouldSatisfyAllConditions(
                        trade => trade.EntryTimeUtc.ShouldBe(position.EntryTimeUtc),
                        trade => trade.Quantity.ShouldBe(position.Quantity)
                    );
            else
                openTrades.ShouldBeEmpty();
        }

        recorder.Blocks.Count(block => block.Held is not null).ShouldBeGreaterThan(0);
    }

    // Repeats the ramp, so that a position is held nearly all the time.
    private static (BacktestRequest Request, MemoryCandleSource Source) LongRun(int bars)
    {
        var ramp = HourlyCandles.UptickRamp;
        var candles = Enumerable.Range(0, bars).Select(i => ramp[i % ramp.Count] with { TimeUtc = HourlyCandles.HourUtc(i) }).ToList();
        var request = EngineConversions.ToBacktestRequest(
            new ReferenceRequest
            {
                Strategy = "volume_zone_breakout",
                InitialCash = 1_000,
                Parameters = new Dictionary<string, object> { ["hold_period_bars"] = 60 },
            },
            candles,
            Timeframe.OneHour
        ) with
        {
            Symbols = [OnlySymbol],
        };
        var source = new MemoryCandleSource(Timeframe.OneHour, TimeRange.All);
        source.Add(OnlySymbol, candles);
        return (request, source);
    }

    // Adds up the bars of all progress reports, and the bars of all completed series. In the end, both sums must be equal.
    private sealed class BarCounter : IRunObserver
    {
        private int reportedBars;

        public bool WantsSignals => true;

        public int ReportedBars => reportedBars;

        public int BarsOfCompletedSeries { get; private set; }

        public void Started(int symbols) { }

        public void Advanced(PairReplay replay, int bars) => Interlocked.Add(ref reportedBars, bars);

        public void Completed(CandleSeries candles, PairReplay replay) => BarsOfCompletedSeries += candles.Count;
    }

    // Records each progress report; a replay makes one after each block of bars.
    private sealed class BlockRecorder : IRunObserver
    {
        public List<(Symbol Symbol, int Bars, int BarsDone, OpenPosition? Held)> Blocks { get; } = [];

        public Trade[] Trades { get; private set; } = [];

        public bool WantsSignals => false;

        public void Started(int symbols) { }

        public void Advanced(PairReplay replay, int bars) => Blocks.Add((replay.Candles!.Symbol, bars, replay.BarsDone, replay.Position));

        public void Completed(CandleSeries candles, PairReplay replay) => Trades = [.. replay.Trades];
    }
}
