using Bokgi.Markets;
using Bokgi.Series;
using Bokgi.Strategies;
using Bokgi.Trading;

namespace Bokgi.Backtesting;

/// <summary>
/// Runs a pair (one symbol, strategy and account) of a live session, one closed candle at a time. It uses the step and account of a
/// backtest, so the same candles give bit-for-bit the same signals and trades as <see cref="PairReplay"/>.
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

    /// <summary>Creates a pair that has not seen any candles.</summary>
    /// <param name="symbol">The market.</param>
    /// <param name="strategy">The strategy.</param>
    /// <param name="parameters">The strategy's parameters.</param>
    /// <param name="timeframe">The length of the candles.</param>
    /// <param name="settings">The account's settings.</param>
    /// <param name="cash">Initial cash, quote currency, above 0.</param>
    /// <param name="observer">Receives the account's events; may be null.</param>
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
        step = StepBox.Create(strategy, parameters, timeframe);
        account = new TradingAccount(settings, symbol, timeframe, cash, StrategyDefinition.HoldBars(parameters), trades, observer);
        Equity = cash;
    }

    /// <summary>Finished trades in order of exit, since creation or the last <see cref="ClearTrades"/>.</summary>
    public IReadOnlyList<Trade> Trades => trades;

    /// <summary>The open position, or null.</summary>
    public OpenPosition? Position => account.Position;

    /// <summary>Available cash, quote currency.</summary>
    public double Cash => account.Cash;

    /// <summary>Cash plus the position at the last close, without exit costs; quote currency. At first, the initial cash.</summary>
    public double Equity { get; private set; }

    /// <summary>Whether the pair ignores signals.</summary>
    public bool IsPaused => isPaused;

    /// <summary>Feeds a candle from before the session to the strategy only; the account does not see it.</summary>
    /// <param name="candle">A valid candle, later than the previous one.</param>
    public void WarmUp(in Candle candle) => step.Step(candle, out _);

    /// <summary>Processes the next closed candle.</summary>
    /// <param name="candle">A valid candle, later than the previous one.</param>
    /// <param name="signal">The signal at the candle's close, if there is one, even if the pair is paused and ignores it.</param>
    /// <returns>Whether the candle gave a signal.</returns>
    public bool Step(in Candle candle, out Signal signal)
    {
        var isSignal = step.Step(candle, out signal);
        Equity = account.Step(candle, isSignal && !isPaused, signal.Confidence);
        (lastClose, lastEndUtc) = (candle.Close, timeframe.EndOf(candle.TimeUtc));
        return isSignal;
    }

    /// <summary>Applies a manual intervention before the next candle.</summary>
    /// <param name="kind">The intervention.</param>
    /// <returns>Whether the intervention changed the pair's state.</returns>
    public bool Intervene(InterventionKind kind)
    {
        var wasPaused = isPaused;
        isPaused = kind switch
        {
            InterventionKind.Pause => true,
            InterventionKind.Resume => false,
            _ => isPaused,
        };
        var hasAccountChanged = account.Intervene(kind, lastClose, lastEndUtc);
        Equity = hasAccountChanged && account.Position is null ? account.Cash : Equity;
        return hasAccountChanged || isPaused != wasPaused;
    }

    /// <summary>The fee rate that the account pays on an entry or exit at an instant, a fraction of the notional.</summary>
    /// <param name="timeUtc">The instant, UTC microseconds.</param>
    public double FeeRateAt(long timeUtc) => account.FeeRateAt(timeUtc);

    /// <summary>Returns the whole state except finished trades.</summary>
    public PairState Save() => new(step.Save(), account.Save(), isPaused, lastClose, lastEndUtc);

    /// <summary>Clears <see cref="Trades"/> once the caller has stored them.</summary>
    public void ClearTrades() => trades.Clear();

    /// <summary>Restores a state returned by <see cref="Save"/>, under the same parameters and settings.</summary>
    /// <param name="state">The state.</param>
    /// <exception cref="ArgumentException">The state does not fit the strategy's parameters.</exception>
    public void Restore(PairState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        step.Restore(state.Strategy);
        account.Restore(state.Account);
        (isPaused, lastClose, lastEndUtc) = (state.IsPaused, state.LastClose, state.LastEndUtc);
        Equity = account.Cash + (account.Position is { } held ? held.Quantity * lastClose : 0);
    }
}
