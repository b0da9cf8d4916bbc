using Bokgi.Backtesting;
using Bokgi.Series;
using Bokgi.Strategies;
using Bokgi.Trading;
using Bokgi.UnitTests.Reference;
using CsCheck;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Backtesting;

/// <summary>
/// A pair that is stepped bar by bar, as in a live session, must equal a backtest over the same candles with the same interventions, bit for
/// bit. Saving and restoring the pair after any bar must make no difference.
/// </summary>
public sealed class PairStepperTests
{
    private static readonly Bokgi.Markets.Symbol Symbol = Bokgi.Markets.Symbol.Parse("TEST_KRW");

    private static readonly Gen<List<(int AfterBar, InterventionKind Kind)>> Interventions = Gen.Select(
        Gen.Int[-1, 60], // -1 is before the first bar
        Gen.Enum<InterventionKind>()
    ).List[0, 6];

    [Fact]
    public void Step_AnyPair_EqualsTheBacktest() =>
        Gen.Select(Generators.Cases, Interventions, Gen.Int[0, 7])
            .Sample(
                (sample, interventions, saveEvery) =>
                {
                    var request = EngineConversions.ToBacktestRequest(sample.Request, sample.Candles, sample.Timeframe);
                    using var series = EngineConversions.ToCandleSeries(sample.Candles, sample.Timeframe);
                    var live = new LivePair(request, series, sample.Request.InitialCash, ToOrderedInterventions(interventions), saveEvery);
                    using var replay = new PairReplay { Interventions = live.Interventions, KeepsSignals = true };
                    var report = replay.Run(series, request, sample.Request.InitialCash).ShouldNotBeNull();

                    var liveTrades = live.Trades.Select(WithPnlBits).ToList();
                    replay.Trades.Take(liveTrades.Count).Select(WithPnlBits).ShouldBe(liveTrades);
                    replay.Signals.Select(signal => (signal.TimeUtc, signal.Signal)).ShouldBe(live.Signals);
                    replay.Equity[..^1].ToArray().ShouldBe(live.Equity.SkipLast(1)); // the backtest sells at its end
                    ShouldBeSoldAtEnd([.. replay.Trades.Skip(liveTrades.Count)], live.Stepper.Position);
                    report.UnfilledEntries.ShouldBeInRange(0, 1);
                },
                iter: Iterations.Scale(4_000),
                print: sample =>
                    $"{sample.Item1}{Environment.NewLine}{string.Join(", ", ToOrderedInterventions(sample.Item2))} saved every {sample.Item3}"
            );

    [Fact]
    public void Intervene_PausedWhileAnEntryIsPending_CancelsTheEntry()
    {
        var stepper = CreateBreakoutStepper();
        StepRamp(stepper, 0, 11).ShouldBe(1); // bar 10 gives the first signal
        stepper.Intervene(InterventionKind.Pause).ShouldBeTrue();
        StepRamp(stepper, 11, 20).ShouldBe(9); // each further bar gives one
        (stepper.IsPaused, stepper.Position, stepper.Cash).ShouldBe((true, null, 1_000));
        stepper.Intervene(InterventionKind.Pause).ShouldBeFalse();
        stepper.Intervene(InterventionKind.Resume).ShouldBeTrue();
        StepRamp(stepper, 20, 22);
        stepper.Position!.Value.EntryPrice.ShouldBe(102.1 * 1.0002, 1e-12); // the open of bar 21, after the signal of bar 20, plus the slippage
    }

    [Fact]
    public void Intervene_CloseByHand_SellsAtTheLastClose()
    {
        var stepper = CreateBreakoutStepper();
        StepRamp(stepper, 0, 12);
        stepper.Intervene(InterventionKind.CloseByHand).ShouldBeTrue();
        stepper.Intervene(InterventionKind.CloseByHand).ShouldBeFalse();
        var trade = stepper.Trades.ShouldHaveSingleItem();
        trade.ExitReason.ShouldBe(ExitReason.ByHand);
        trade.ExitPrice.ShouldBe(101.6 * 0.9998, 1e-12); // the close of bar 11, less the slippage
        trade.ExitTimeUtc.ShouldBe(HourlyCandles.HourUtc(12));
        stepper.Equity.ShouldBe(stepper.Cash);
    }

    [Fact]
    public void Restore_Version1StateOfTheWrongLength_IsRefused()
    {
        var stepper = CreateBreakoutStepper();
        var state = stepper.Save();
        Should
            .Throw<ArgumentException>(() => stepper.Restore(state with { Account = AccountState.FromVersion1([1, 2, 3]) }))
            .Message.ShouldContain("not 3");
    }

    // The sort is stable: several interventions at one bar keep their order.
    private static List<Intervention> ToOrderedInterventions(List<(int AfterBar, InterventionKind Kind)> interventions) =>
        [
            .. interventions
                .OrderBy(intervention => intervention.AfterBar)
                .Select(intervention => new Intervention(intervention.AfterBar, intervention.Kind)),
        ];

    // If the live pair still holds a position, the only further trade of the backtest sells it at the end.
    private static void ShouldBeSoldAtEnd(List<Trade> furtherTrades, OpenPosition? livePosition)
    {
        furtherTrades.Count.ShouldBe(livePosition is null ? 0 : 1);
        if (livePosition is { } position)
            (furtherTrades[0].ExitReason, furtherTrades[0].EntryPrice, furtherTrades[0].Quantity, furtherTrades[0].EntryTimeUtc).ShouldBe(
                (ExitReason.EndOfData, position.EntryPrice, position.Quantity, position.EntryTimeUtc)
            );
    }

    private static PairStepper CreateBreakoutStepper()
    {
        StrategyCatalogue.TryFind("volume_zone_breakout", out var strategy, out _);
        var parameters = StrategyParameters.Defaults(strategy.Parameters).With("hold_period_bars", 50);
        return new PairStepper(Symbol, strategy, parameters, Bokgi.Markets.Timeframe.OneHour, new AccountSettings(), 1_000);
    }

    // Steps through the candles of the ramp from one bar up to, but without, another. Returns the number of signals.
    private static int StepRamp(PairStepper stepper, int from, int to)
    {
        var signals = 0;
        foreach (var candle in HourlyCandles.UptickRamp.Skip(from).Take(to - from))
            signals += stepper.Step(candle, out _) ? 1 : 0;
        return signals;
    }

    private static (Trade Trade, long Pnl) WithPnlBits(Trade trade) => (trade, BitConverter.DoubleToInt64Bits(trade.Pnl));

    /// <summary>
    /// A pair stepped bar by bar, as in a live session. Every <c>saveEvery</c> bars it is saved and restored; never if 0.
    /// </summary>
    private sealed class LivePair
    {
        public LivePair(BacktestRequest request, CandleSeries series, double cash, List<Intervention> interventions, int saveEvery)
        {
            Interventions = [.. interventions.Where(intervention => intervention.AfterBar < series.Count - request.WarmupBars(series))];
            Stepper = CreateStepper(request, series, cash);
            var pending = new Queue<Intervention>(Interventions);
            for (var bar = 0; bar < series.Count; bar++)
            {
                if (series.Times[bar] < request.Range.StartUtc)
                {
                    Stepper.WarmUp(series[bar]);
                    continue;
                }

                while (pending.TryPeek(out var next) && next.AfterBar < Equity.Count)
                    Stepper.Intervene(pending.Dequeue().Kind);
                if (Stepper.Step(series[bar], out var signal))
                    Signals.Add((series.Times[bar], signal));
                Equity.Add(Stepper.Equity);
                if (saveEvery > 0 && bar % saveEvery == 0)
                    SaveAndRestore(request, series, cash);
            }

            foreach (var intervention in pending)
                Stepper.Intervene(intervention.Kind); // after the last bar
            Trades = [.. earlierTrades, .. Stepper.Trades];
        }

        // The trades up to the last restore, because the saved state of a pair does not include its trades.
        private readonly List<Trade> earlierTrades = [];

        public PairStepper Stepper { get; private set; }

        public List<Intervention> Interventions { get; }

        public List<Trade> Trades { get; }

        public List<double> Equity { get; } = [];

        public List<(long TimeUtc, Signal Signal)> Signals { get; } = [];

        private void SaveAndRestore(BacktestRequest request, CandleSeries series, double cash)
        {
            earlierTrades.AddRange(Stepper.Trades);
            var (state, equity) = (Stepper.Save(), Stepper.Equity);
            Stepper = CreateStepper(request, series, cash);
            Stepper.Restore(state);
            Stepper.Equity.ShouldBe(equity);
        }

        private static PairStepper CreateStepper(BacktestRequest request, CandleSeries series, double cash) =>
            new(series.Symbol, request.Strategy, request.Parameters, series.Timeframe, request.Account, cash);
    }
}

file static class Requests
{
    public static int WarmupBars(this BacktestRequest request, CandleSeries series) => series.FirstIndexAtOrAfter(request.Range.StartUtc);
}
