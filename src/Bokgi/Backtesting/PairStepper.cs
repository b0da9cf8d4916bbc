using Bokgi.Markets;
using Bokgi.Series;
using Bokgi.Strategies;
using Bokgi.Trading;

namespace Bokgi.Backtesting;

/// <summary>
/// One symbol, strategy and account, stepped a closed candle at a time as they come: a live session. Step and account are the backtest's, so
/// the same candles give the same signals and trades as <see cref="PairReplay"/>, bit for bit.
/// </summary>
public sealed class PairStepper
{
    private readonly StepBox step;
    private readonly TradingAccount account;
    private readonly Timeframe timeframe;
    private readonly List<Trade> trades = [];
    private bool isPaused;
    private double lastClose;
    private long lastEndUtc;

    /// <summary>A pair that has seen no candle.</summary>
    /// <param name="symbol">The market.</param>
    /// <param name="strategy">The strategy.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="timeframe">The length of the candles.</param>
    /// <param name="settings">The money rules.</param>
    /// <param name="cash">What the account starts with, quote currency, above 0.</param>
    /// <param name="observer">Who watches the account, if anyone.</param>
    public PairStepper(
        Symbol symbol,
        StrategyDefinition strategy,
        StrategyParameters parameters,
        Timeframe timeframe,
        AccountSettings settings,
        double cash,
        IAccountObserver? observer = null
    )
    {
        ArgumentNullException.ThrowIfNull(strategy);
        ArgumentNullException.ThrowIfNull(timeframe);
        this.timeframe = timeframe;
        step = StepBox.Of(strategy, parameters, timeframe);
        account = new TradingAccount(settings, symbol, timeframe, cash, StrategyDefinition.HoldBars(parameters), trades, observer);
        Equity = cash;
    }

    /// <summary>The trades since it was made, in order of exit.</summary>
    public IReadOnlyList<Trade> Trades => trades;

    /// <summary>The position, while there is one.</summary>
    public OpenPosition? Position => account.Position;

    /// <summary>Cash at hand, quote currency.</summary>
    public double Cash => account.Cash;

    /// <summary>Equity at the close of the last bar, without exit costs; quote currency.</summary>
    public double Equity { get; private set; }

    /// <summary>Whether signals are not taken.</summary>
    public bool IsPaused => isPaused;

    /// <summary>Steps a candle from before the session: the strategy sees it, the account does not.</summary>
    /// <param name="candle">A valid candle, later than the one before.</param>
    public void Warm(in Candle candle) => step.Step(candle, out _);

    /// <summary>Steps the next closed candle.</summary>
    /// <param name="candle">A valid candle, later than the one before.</param>
    /// <param name="signal">The signal of its close, when there is one; also one that is not taken.</param>
    /// <returns>Whether there is one.</returns>
    public bool Step(in Candle candle, out Signal signal)
    {
        var isSignal = step.Step(candle, out signal);
        Equity = account.Step(candle, isSignal && !isPaused, signal.Confidence);
        (lastClose, lastEndUtc) = (candle.Close, timeframe.EndOf(candle.TimeUtc));
        return isSignal;
    }

    /// <summary>Does what a person asks for, before the next candle.</summary>
    /// <param name="kind">What is asked for.</param>
    /// <returns>Whether it changed anything.</returns>
    public bool Intervene(InterventionKind kind)
    {
        var wasPaused = isPaused;
        isPaused = kind switch
        {
            InterventionKind.Pause => true,
            InterventionKind.Resume => false,
            _ => isPaused,
        };
        var isChanged = account.Intervene(kind, lastClose, lastEndUtc);
        Equity = isChanged && account.Position is null ? account.Cash : Equity;
        return isChanged || isPaused != wasPaused;
    }

    /// <summary>The whole state but for finished trades.</summary>
    public PairState Save() => new(step.Save(), account.Save(), isPaused, lastClose, lastEndUtc);

    /// <summary>Forgets finished trades, once they are kept elsewhere.</summary>
    public void ForgetTrades() => trades.Clear();

    /// <summary>Takes up a state that <see cref="Save"/> gave, under the same parameters and settings.</summary>
    /// <param name="state">The state.</param>
    /// <exception cref="ArgumentException">The state does not fit.</exception>
    public void Restore(PairState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        step.Restore(state.Strategy);
        account.Restore(state.Account);
        (isPaused, lastClose, lastEndUtc) = (state.IsPaused, state.LastClose, state.LastEndUtc);
        Equity = account.Cash + (account.Position is { } held ? held.Quantity * lastClose : 0);
    }
}
