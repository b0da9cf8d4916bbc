using Bokgi.Backtesting;
using Bokgi.Host.PaperTrading.Feed;
using Bokgi.Markets;
using Bokgi.Series;
using Bokgi.Strategies;
using Bokgi.Trading;

namespace Bokgi.Host.PaperTrading.Simulation;

/// <summary>One symbol with one strategy in a session: the engine's stepper, and the events it causes.</summary>
internal sealed class PaperPair : IAccountObserver
{
    private readonly PairStepper stepper;
    private readonly bool fillsAtOpen;
    private Action<SessionEvent>? told;
    private bool isLate;
    private bool hasEntered;

    /// <param name="number">Its position in the session, from 1.</param>
    /// <param name="plan">The symbol and the strategy.</param>
    /// <param name="session">The session.</param>
    public PaperPair(int number, PairPlan plan, SessionPlan session)
    {
        var account = session.AccountOf(plan.Symbol);
        (Number, Symbol, Strategy, Parameters) = (number, plan.Symbol, plan.Strategy, plan.Parameters);
        fillsAtOpen = account.Execution == Execution.NextOpen;
        BarsNeeded = plan.Strategy.WarmUpBars(plan.Parameters);
        stepper = new PairStepper(plan.Symbol, plan.Strategy, plan.Parameters, session.Timeframe, account, session.CashOfPair, this);
    }

    public int Number { get; }

    public Symbol Symbol { get; }

    public StrategyDefinition Strategy { get; }

    public StrategyParameters Parameters { get; }

    /// <summary>Number of bars before every window of the strategy is full.</summary>
    public int BarsNeeded { get; }

    /// <summary>Number of bars seen so far, including warm-up.</summary>
    public long BarsHave { get; private set; }

    /// <summary>Available cash, quote currency.</summary>
    public double Cash => stepper.Cash;

    /// <summary>Equity at the close of its last bar, quote currency.</summary>
    public double Equity => stepper.Equity;

    public bool IsPaused => stepper.IsPaused;

    public OpenPosition? Position => stepper.Position;

    /// <summary>Whether the open position was entered on a late bar.</summary>
    public bool IsEntryLate { get; private set; }

    /// <summary>The id of a position entered at a bar, which is also the id of the resulting trade.</summary>
    public string PositionId(int entryBar) => FormattableString.Invariant($"{Number}-{entryBar}");

    public void Warm(in Candle candle)
    {
        stepper.Warm(candle);
        BarsHave++;
    }

    /// <summary>Steps a closed candle, and reports the resulting events in order.</summary>
    public void Step(in SessionCandle candle, Action<SessionEvent> tell)
    {
        (told, isLate, hasEntered) = (tell, candle.IsLate, false);
        BarsHave++;
        if (stepper.Step(candle.Candle, out var signal))
            tell(new SessionEvent.Signalled(this, candle.Candle.TimeUtc, signal, IsOrder, isLate));
        stepper.ForgetTrades();
        told = null;
    }

    /// <summary>Applies an intervention of a user.</summary>
    /// <returns>Whether it changed anything.</returns>
    public bool Intervene(InterventionKind kind, Action<SessionEvent> tell)
    {
        (told, isLate) = (tell, false);
        var isChanged = stepper.Intervene(kind);
        stepper.ForgetTrades();
        told = null;
        return isChanged;
    }

    public void Write(BinaryWriter writer)
    {
        var state = stepper.Save();
        Write(writer, state.Strategy);
        Write(writer, state.Account);
        writer.Write(state.IsPaused);
        writer.Write(state.LastClose);
        writer.Write(state.LastEndUtc);
        writer.Write(BarsHave);
        writer.Write(IsEntryLate);
    }

    public void Read(BinaryReader reader)
    {
        stepper.Restore(new PairState(Numbers(reader), Numbers(reader), reader.ReadBoolean(), reader.ReadDouble(), reader.ReadInt64()));
        (BarsHave, IsEntryLate) = (reader.ReadInt64(), reader.ReadBoolean());
    }

    void IAccountObserver.Entered(in OpenPosition position)
    {
        (IsEntryLate, hasEntered) = (isLate, true);
        told?.Invoke(new SessionEvent.Entered(this, position, isLate));
    }

    void IAccountObserver.Updated(in OpenPosition position, double close)
    {
        // Nothing to do: the equity at the last close is computed on request.
    }

    void IAccountObserver.Closed(in Trade trade) => told?.Invoke(new SessionEvent.Closed(this, trade, isLate || IsEntryLate));

    // Whether the signal of the bar just stepped becomes an order; one that fills at its own close has been filled by now.
    private bool IsOrder => !stepper.IsPaused && (fillsAtOpen ? stepper.Position is null : hasEntered);

    private static void Write(BinaryWriter writer, double[] numbers)
    {
        writer.Write(numbers.Length);
        foreach (var number in numbers)
            writer.Write(number);
    }

    private static double[] Numbers(BinaryReader reader)
    {
        var count = reader.ReadInt32();
        if (count < 0 || count > (reader.BaseStream.Length - reader.BaseStream.Position) / sizeof(double))
            throw new InvalidDataException($"a state of {count} numbers is longer than what was saved");
        var numbers = new double[count];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = reader.ReadDouble();
        return numbers;
    }
}
