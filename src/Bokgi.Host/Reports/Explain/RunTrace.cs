using Bokgi.Backtesting;
using Bokgi.Series;
using Bokgi.Strategies;
using Bokgi.Trading;

namespace Bokgi.Host.Reports.Explain;

/// <summary>
/// Replays a symbol of a run with the strategy's own step and account code, and records what they do at the requested bars.
/// </summary>
/// <param name="candles">The run's candles, warm-up first.</param>
/// <param name="request">The run's request.</param>
/// <param name="cash">The symbol's share of the cash, quote currency.</param>
/// <param name="from">The first requested bar.</param>
/// <param name="to">The bar after the last requested one.</param>
/// <param name="cancel">Stops the replay.</param>
internal sealed class RunTrace(CandleSeries candles, BacktestRequest request, double cash, int from, int to, CancellationToken cancel)
    : IStepUser<IReadOnlyList<BarTrace>>,
        IAccountObserver
{
    private const int BarsBetweenLooks = 1 << 16;

    private readonly int first = candles.IndexOf(request.Range.StartUtc);
    private readonly StrategyParameters parameters = request.ParametersOf(candles.Symbol);
    private readonly bool fillsAtOpen = request.Account.Execution == Execution.NextOpen;
    private readonly List<Trade> trades = [];

    // Null outside the requested bars.
    private BarTrace? current;
    private BarTrace? due;

    /// <returns>The traces of the requested bars.</returns>
    public IReadOnlyList<BarTrace> Use<TStep>(TStep step)
        where TStep : struct, IStrategyStep
    {
        var account = new TradingAccount(
            request.Account,
            candles.Symbol,
            candles.Timeframe,
            cash,
            StrategyDefinition.HoldBars(parameters),
            trades,
            this
        );
        var conditions = request.Strategy.Conditions(parameters).Count;
        var bars = new List<BarTrace>();

        // One bar more, because the last bar's signal is filled at its open.
        var end = Math.Min(candles.Count, to + 1);
        for (var bar = 0; bar < end; bar++)
        {
            if (bar % BarsBetweenLooks == 0)
                cancel.ThrowIfCancellationRequested();
            var candle = candles[bar];
            var isSignal = step.Step(candle, out var signal);
            current = null;
            if (bar >= from && bar < to)
            {
                var readings = new ConditionReading[conditions];
                step.Explain(candle, readings);
                bars.Add(current = new BarTrace(readings) { Signal = isSignal ? signal : null });
            }

            if (bar >= first)
                Take(account, candle, isSignal, signal.Confidence, bar == candles.Count - 1);
            else if (isSignal && current is not null)
                current.Outcome = SignalOutcome.WarmUp;
        }

        return bars;
    }

    public void Entered(in OpenPosition position)
    {
        var fill = (trades.Count + 1, position);
        if (current is not null)
            current.Entry = fill;
        var signalled = fillsAtOpen ? due : current;
        if (signalled is not null)
            (signalled.Fill, signalled.Outcome) = (fill, SignalOutcome.Entered);
        if (fillsAtOpen && current is not null)
            current.Watched = request.Account.LevelsOf(position);
        due = null;
    }

    public void Updated(in OpenPosition position, double close) { }

    public void Closed(in Trade trade) => current?.Exits.Add((trades.Count, trade));

    private void Take(TradingAccount account, in Candle candle, bool isSignal, double confidence, bool isLast)
    {
        if (current is not null && account.Position is { } before)
            current.Watched = request.Account.LevelsOf(before);
        var tooSmall = account.TooSmall;
        account.Step(candle, isSignal, confidence);
        var unmade = account.TooSmall > tooSmall ? SignalOutcome.TooSmall : SignalOutcome.NothingToBuy;

        // A signal that was due at this bar's open and was not filled.
        if (due is not null)
            due.Outcome = unmade;
        due = null;
        if (isSignal && current is { Outcome: null })
        {
            if (account.HasPosition)
                current.Outcome = SignalOutcome.PositionOpen;
            else if (fillsAtOpen)
                due = current;
            else
                current.Outcome = unmade;
        }

        if (isLast)
            account.Finish(candle);
        if (isLast && due is not null)
            due.Outcome = SignalOutcome.NoNextBar;
        if (current is not null && account.Position is { } held)
            current.Held = (trades.Count + 1, held);
    }
}
