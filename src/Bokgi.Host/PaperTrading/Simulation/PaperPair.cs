using Bokgi.Host.PaperTrading.Feed;

namespace Bokgi.Host.PaperTrading.Simulation;

/// <summary>A session's pair in memory: the engine's stepper, and the events it causes. See <see cref="PairPlan"/>.</summary>
internal sealed class PaperPair : IAccountObserver
{
    private readonly PairStepper stepper;
    private readonly PositionManager positions;
    private readonly bool fillsAtOpen;

    // These three concern the bar or the intervention that is being processed.
    private Action<SessionEvent>? publish;
    private bool isLate;
    private bool hasEntered;

    public PaperPair(PairPlan plan, SessionPlan session, PositionManager positions)
    {
        var account = session.AccountOf(plan.Symbol);
        (Plan, this.positions, fillsAtOpen) = (plan, positions, account.Execution == Execution.NextOpen);
        stepper = new PairStepper(plan.Symbol, plan.Strategy, plan.Parameters, session.Timeframe, account, session.CashPerPair, this);
    }

    public PairPlan Plan { get; }

    /// <summary>Number of bars seen so far, including warm-up.</summary>
    public long BarsSeen { get; private set; }
    public bool IsWarmingUp => BarsSeen < Plan.WarmUpBars;
    public double Cash => stepper.Cash;
    public double Equity => stepper.Equity;
    public OpenPosition? Position => stepper.Position;
    public string? PositionId => Position is { } held ? Plan.PositionId(held.EntryBar) : null;

    /// <summary>The book entry of the open <see cref="Position"/>, with fees and slippage in exact decimals.</summary>
    public Position? BookEntry { get; private set; }
    public bool IsEntryLate { get; private set; }

    public void WarmUp(in Candle candle)
    {
        stepper.WarmUp(candle);
        BarsSeen++;
    }

    public void Step(in SessionCandle candle, Action<SessionEvent> publish)
    {
        (this.publish, isLate, hasEntered) = (publish, candle.IsLate, false);
        BarsSeen++;
        if (stepper.Step(candle.Candle, out var signal))
            publish(new SessionEvent.Signalled(Plan, candle.Candle.TimeUtc, signal, IsOrder, isLate));
        stepper.ClearTrades();
    }

    public void Intervene(InterventionKind kind, Action<SessionEvent> publish)
    {
        (this.publish, isLate) = (publish, false);
        stepper.Intervene(kind);
        stepper.ClearTrades();
    }

    /// <summary>
    /// Saves or restores the pair's state, depending on <c>state.IsReading</c>. When restoring, <c>state.Value(x)</c> ignores x and returns the
    /// saved value.
    /// </summary>
    public void Transfer(StateSerializer state)
    {
        var stepperState = state.Value(stepper.Save());
        (BarsSeen, IsEntryLate) = (state.Value(BarsSeen), state.Value(IsEntryLate));
        if (!state.IsReading)
            return;
        stepper.Restore(stepperState);
        if (stepper.Position is { } held)
            BookEntry = positions.EnterPosition(Plan.Symbol, Plan.Strategy.Name, held);
    }

    void IAccountObserver.Entered(in OpenPosition position)
    {
        (IsEntryLate, hasEntered) = (isLate, true);
        BookEntry = positions.EnterPosition(Plan.Symbol, Plan.Strategy.Name, position);
        publish?.Invoke(new SessionEvent.Entered(Plan, position, isLate));
    }

    void IAccountObserver.Updated(in OpenPosition position, double close) { } // the equity at the last close is computed on request

    void IAccountObserver.Closed(in Trade trade)
    {
        var bookEntry = positions.ClosePosition(BookEntry!.Id, trade, stepper.FeeRateAt(trade.ExitTimeUtc));
        BookEntry = null;
        publish?.Invoke(new SessionEvent.Closed(Plan, trade, bookEntry, isLate || IsEntryLate));
    }

    // Whether the signal of the bar just processed becomes an order. If orders fill at the close of their bar, the order has been filled
    // already.
    private bool IsOrder => !stepper.IsPaused && (fillsAtOpen ? stepper.Position is null : hasEntered);
}
