using Bokgi.Host.Runs.Documents;

namespace Bokgi.Host.Reports.Explain;

/// <summary>Replays a symbol of a run with the strategy's own step and account code, and explains the requested bars.</summary>
internal sealed class RunTrace(CandleSeries candles, BacktestRequest request, double cash, int from, int to, CancellationToken cancel)
    : IStepVisitor<IReadOnlyList<ExplainedBar>>,
        IAccountObserver
{
    private const int BarsBetweenCancelChecks = 1 << 16;

    // The index of the first bar after the warm-up.
    private readonly int firstBarOfRun = candles.FirstIndexAtOrAfter(request.Range.StartUtc);
    private readonly int holdBars = StrategyDefinition.HoldBars(request.ParametersOf(candles.Symbol));
    private readonly IReadOnlyList<ConditionDeclaration> conditions = request.Strategy.Conditions(request.ParametersOf(candles.Symbol));
    private readonly bool fillsAtOpen = request.Account.Execution == Execution.NextOpen;
    private readonly List<Trade> trades = [];

    // The bar that is being replayed, if it is one of the requested bars.
    private ExplainedBar? current;

    // The requested bar whose signal is to be filled at the open of the next bar, if there is one.
    private ExplainedBar? awaitingFill;

    public IReadOnlyList<ExplainedBar> Visit<TStep>(TStep step)
        where TStep : struct, IStrategyStep
    {
        var account = new TradingAccount(request.Account, candles.Symbol, candles.Timeframe, cash, holdBars, trades, this);
        var bars = new List<ExplainedBar>();

        // Also replays the bar after the requested ones, at whose open the last requested bar's signal may be filled.
        var end = Math.Min(candles.Count, to + 1);
        for (var bar = 0; bar < end; bar++)
        {
            if (bar % BarsBetweenCancelChecks == 0)
                cancel.ThrowIfCancellationRequested();
            var candle = candles[bar];
            var isSignal = step.Step(candle, out var signal);
            current = null;
            if (bar >= from && bar < to)
            {
                var readings = new ConditionReading[conditions.Count];
                step.Explain(candle, readings);
                current = CreateBar(bar, readings);
                if (isSignal) // provisional: StepAccount replaces the outcome, except at warm-up bars, which the account does not receive
                    current.Signal = new(signal.Confidence, SignalOutcome.WarmUp, Trade: null, FillTime: null, FillPrice: null);
                bars.Add(current);
            }

            if (bar >= firstBarOfRun)
                StepAccount(account, candle, isSignal, signal.Confidence, bar);
        }

        return bars;
    }

    public void Entered(in OpenPosition position)
    {
        var purchase = ExplainedBar.Purchase.Of(trades.Count + 1, position);
        current?.Entry = purchase;
        var signalBar = fillsAtOpen ? awaitingFill : current;
        if (signalBar?.Signal is { } signal)
            signalBar.Signal = new(signal.Confidence, SignalOutcome.Entered, purchase.Trade, purchase.Time, purchase.Price);
        if (fillsAtOpen)
            current?.Watched = LevelsOf(position);
        awaitingFill = null;
    }

    public void Updated(in OpenPosition position, double close) { }

    public void Closed(in Trade trade) =>
        current?.Exits.Add(ExplainedBar.Exit.Of(trades.Count, TradeDocument.Of(candles.Symbol.Code, trade)));

    private void StepAccount(TradingAccount account, in Candle candle, bool isSignal, double confidence, int bar)
    {
        if (account.Position is { } positionBefore)
            current?.Watched = LevelsOf(positionBefore);
        var tooSmallBefore = account.TooSmallEntries;
        account.Step(candle, isSignal, confidence);
        var reasonNotFilled = account.TooSmallEntries > tooSmallBefore ? SignalOutcome.TooSmall : SignalOutcome.NothingToBuy;

        // If a bar is still awaiting its fill here, the signal was not filled at this bar's open: Entered sets the field to null.
        SetOutcome(awaitingFill, reasonNotFilled);
        awaitingFill = null;
        if (current?.Signal is { Trade: null })
        {
            if (!account.HasPosition && fillsAtOpen)
                awaitingFill = current;
            else
                SetOutcome(current, account.HasPosition ? SignalOutcome.PositionOpen : reasonNotFilled);
        }

        if (bar == candles.Count - 1)
        {
            account.Finish(candle);
            SetOutcome(awaitingFill, SignalOutcome.NoNextBar);
        }

        if (account.Position is { } held)
            current?.Position = new(
                trades.Count + 1,
                UnixTime.Format(held.EntryTimeUtc),
                held.EntryPrice,
                held.Quantity,
                BarsHeld: bar - firstBarOfRun - held.EntryBar,
                holdBars,
                LevelsOf(held)
            );
    }

    private static void SetOutcome(ExplainedBar? bar, SignalOutcome outcome) => bar?.Signal = bar.Signal! with { Outcome = outcome };

    private ExplainedBar CreateBar(int bar, ConditionReading[] readings)
    {
        var candle = candles[bar];
        var expectedOpenUtc = bar > 0 ? candles.Timeframe.EndOf(candles.Times[bar - 1]) : candle.TimeUtc;
        return new ExplainedBar
        {
            Timestamp = UnixTime.Format(candle.TimeUtc),
            Bar = bar - firstBarOfRun,
            Open = candle.Open,
            High = candle.High,
            Low = candle.Low,
            Close = candle.Close,
            Volume = candle.Volume,
            MissingSince = expectedOpenUtc < candle.TimeUtc ? UnixTime.Format(expectedOpenUtc) : null,
            Conditions = [.. conditions.Zip(readings, ToComparison)],
            Exits = [],
        };

        static ExplainedBar.Comparison ToComparison(ConditionDeclaration condition, ConditionReading reading) =>
            new(
                condition.Name,
                FiniteOrNull(reading.Value),
                condition.OperatorSymbol,
                FiniteOrNull(reading.Threshold),
                condition.IsMet(reading)
            );
    }

    private static double? FiniteOrNull(double value) => double.IsFinite(value) ? value : null;

    private ExplainedBar.Levels? LevelsOf(in OpenPosition position) => ExplainedBar.Levels.Of(request.Account.LevelsOf(position));
}
