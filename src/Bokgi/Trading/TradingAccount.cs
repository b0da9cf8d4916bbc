using System.Runtime.CompilerServices;
using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.Trading;

/// <summary>
/// The account of one symbol and strategy. It is stepped one closed candle at a time, together with the signal at that candle's close, and
/// turns signals into orders, fills, positions and trades. Backtests and paper sessions share this type. Long only, one position at a time.
/// </summary>
public sealed class TradingAccount
{
    private readonly AccountSettings settings;
    private readonly StopAndTargetRules rules;
    private readonly Timeframe timeframe;
    private readonly int holdBars;
    private readonly List<Trade> trades;
    private readonly IAccountObserver? observer;
    private readonly bool fillsAtOpen;
    private readonly bool hasLevels;
    private readonly MarketCosts? costs;
    private readonly double feeRate;
    private readonly bool hasQuantityStep;
    private readonly StepGrid quantityGrid;
    private OpenPosition position;
    private bool isEntryPending;
    private double pendingConfidence;
    private int bar = -1;

    /// <summary>Creates an account that holds only cash.</summary>
    /// <param name="settings">The settings; <see cref="AccountSettings.Errors"/> must be empty.</param>
    /// <param name="symbol">The market, which determines an exchange's costs.</param>
    /// <param name="timeframe">The length of the candles.</param>
    /// <param name="cash">Initial cash, quote currency, above 0.</param>
    /// <param name="holdBars">Number of bars to hold a position, at least 1.</param>
    /// <param name="trades">Receives finished trades.</param>
    /// <param name="observer">Receives events; may be null.</param>
    /// <exception cref="ArgumentException">A setting is out of range, or the exchange's costs do not cover the market.</exception>
    public TradingAccount(
        AccountSettings settings,
        Symbol symbol,
        Timeframe timeframe,
        double cash,
        int holdBars,
        List<Trade> trades,
        IAccountObserver? observer = null
    )
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(cash);
        ArgumentOutOfRangeException.ThrowIfLessThan(holdBars, 1);
        if (settings.Errors() is { Count: > 0 } errors)
            throw new ArgumentException(string.Join("; ", errors.Values), nameof(settings));

        this.settings = settings;
        this.timeframe = timeframe;
        this.holdBars = holdBars;
        this.trades = trades;
        this.observer = observer;
        rules = new StopAndTargetRules(settings);
        fillsAtOpen = settings.Execution == Execution.NextOpen;
        hasLevels = settings.StopLossPct is not null || settings.TakeProfitPct is not null || settings.TrailingStopPct is not null;
        costs = settings.Costs?.ForMarket(symbol);
        feeRate = settings.FeeRate ?? AccountSettings.DefaultFeeRate;
        var step = settings.QuantityStep ?? costs?.QuantityStep ?? 0;
        hasQuantityStep = step > 0;
        if (hasQuantityStep)
            quantityGrid = new StepGrid(step);
        Cash = cash;
    }

    /// <summary>Available cash, quote currency.</summary>
    public double Cash { get; private set; }

    /// <summary>Whether a position is open.</summary>
    public bool HasPosition { get; private set; }

    /// <summary>The open position, or null.</summary>
    public OpenPosition? Position => HasPosition ? position : null;

    /// <summary>Entries that were not made because the candles ended before they could be filled.</summary>
    public int UnfilledEntries { get; private set; }

    /// <summary>Entries that were not made because they were below the exchange's minimum order value.</summary>
    public int TooSmallEntries { get; private set; }

    /// <summary>
    /// Processes the next closed candle: fills the pending entry, checks stops and targets, then acts on the signal at the candle's close.
    /// </summary>
    /// <param name="candle">The candle.</param>
    /// <param name="isSignal">Whether its close gave a signal.</param>
    /// <param name="confidence">The signal's confidence.</param>
    /// <returns>Equity at the candle's close: cash plus the position at that close, without exit costs. Quote currency.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Step(in Candle candle, bool isSignal, double confidence)
    {
        bar++;
        // | instead of ||, so that the processor takes one branch per bar instead of three.
        return HasPosition | isEntryPending | isSignal ? StepActive(candle, isSignal, confidence) : Cash;
    }

    /// <summary>Whether no position is held and no entry is pending, so that bars do not change the equity until the next signal.</summary>
    internal bool IsIdle => !(HasPosition | isEntryPending);

    /// <summary>
    /// How many of the next bars only revalue the open position, whatever their prices and signals: its holding period has not ended, and it
    /// has no stop or target. 0 if there is no such position, or if an observer must see every bar.
    /// </summary>
    internal int QuietBars => HasPosition && !hasLevels && observer is null ? position.EntryBar + holdBars - bar - 1 : 0;

    /// <summary>Skips bars without a signal while the account is idle.</summary>
    internal void Skip(int bars) => bar += bars;

    /// <summary>Processes some of the <see cref="QuietBars"/> at once, with the same result as stepping each of them.</summary>
    /// <param name="high">The highs of these bars.</param>
    /// <param name="low">The lows of these bars.</param>
    /// <param name="close">The closes of these bars.</param>
    /// <param name="equity">Receives the equity at each close.</param>
    internal void ProcessQuietBars(ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, Span<double> equity)
    {
        var (highest, lowest) = (position.HighestPrice, position.LowestPrice);
        for (var i = 0; i < equity.Length; i++)
        {
            highest = double.MaxNative(highest, high[i]);
            lowest = double.MinNative(lowest, low[i]);
            equity[i] = Cash + (position.Quantity * close[i]);
        }

        position.UpdateExtremes(highest, lowest);
        bar += equity.Length;
    }

    /// <summary>
    /// Ends the account after the last candle: a pending entry is dropped and an open position is sold at the last close.
    /// </summary>
    /// <param name="lastCandle">The last candle, which has already been passed to <see cref="Step"/>.</param>
    /// <returns>The remaining equity, all of it cash.</returns>
    public double Finish(in Candle lastCandle)
    {
        if (isEntryPending)
            UnfilledEntries++;
        isEntryPending = false;
        if (HasPosition)
            Sell(lastCandle.Close, timeframe.EndOf(lastCandle.TimeUtc), ExitReason.EndOfData);
        return Cash;
    }

    /// <summary>Sells the position between two bars.</summary>
    /// <param name="price">The price before slippage, quote currency, above 0.</param>
    /// <param name="timeUtc">Time of the sale, UTC microseconds.</param>
    /// <param name="reason">Why the position is sold.</param>
    /// <returns>Whether there was a position.</returns>
    internal bool Close(double price, long timeUtc, ExitReason reason)
    {
        if (!HasPosition)
            return false;
        Sell(price, timeUtc, reason);
        return true;
    }

    /// <summary>Cancels an entry that is to be filled at the next bar's open.</summary>
    /// <returns>Whether there was one.</returns>
    internal bool CancelEntry()
    {
        var wasPending = isEntryPending;
        isEntryPending = false;
        return wasPending;
    }

    /// <summary>The fee rate on each leg at a time, a fraction of the notional.</summary>
    /// <param name="timeUtc">UTC microseconds.</param>
    internal double FeeRateAt(long timeUtc) => costs is null ? feeRate : settings.FeeRate ?? costs.FeeRate.ValueAt(timeUtc);

    /// <summary>The whole state except finished trades, so that a session can resume after a restart.</summary>
    internal AccountState Save() =>
        new()
        {
            Cash = Cash,
            Bar = bar,
            UnfilledEntries = UnfilledEntries,
            TooSmallEntries = TooSmallEntries,
            PendingConfidence = isEntryPending ? pendingConfidence : null,
            Position = Position,
        };

    /// <summary>Restores a state returned by <see cref="Save"/>, under the same settings.</summary>
    internal void Restore(AccountState state)
    {
        (Cash, bar, UnfilledEntries, TooSmallEntries) = (state.Cash, state.Bar, state.UnfilledEntries, state.TooSmallEntries);
        (isEntryPending, pendingConfidence) = (state.PendingConfidence is not null, state.PendingConfidence ?? 0);
        (HasPosition, position) = (state.Position is not null, state.Position ?? default);
    }

    private double StepActive(in Candle candle, bool isSignal, double confidence)
    {
        ProcessOpen(candle);
        if (HasPosition)
            ProcessWithinBar(candle);
        if (isSignal && !HasPosition)
            PlaceEntry(candle, confidence);
        if (!HasPosition)
            return Cash;

        observer?.Updated(position, candle.Close);
        return Cash + (position.Quantity * candle.Close);
    }

    private void ProcessOpen(in Candle candle)
    {
        if (HasPosition && fillsAtOpen && bar - position.EntryBar >= holdBars)
            Sell(candle.Open, candle.TimeUtc, ExitReason.Hold);
        if (isEntryPending)
            Buy(candle.Open, candle.TimeUtc, pendingConfidence);
        isEntryPending = false;
        if (HasPosition && hasLevels && rules.ExitsAtOpen(position, candle, out var reason))
            Sell(candle.Open, candle.TimeUtc, reason);
    }

    private void ProcessWithinBar(in Candle candle)
    {
        var exits = false;
        var price = 0.0;
        var reason = ExitReason.Hold;
        if (hasLevels)
            exits = rules.ExitsWithinBar(position, candle, out price, out reason);

        // Update the extremes only now: the trailing stop on this bar uses the highs up to the previous bar.
        position.UpdateExtremes(candle.High, candle.Low);
        if (exits)
            Sell(price, candle.TimeUtc, reason);
        else if (!fillsAtOpen && bar - position.EntryBar >= holdBars)
            Sell(candle.Close, timeframe.EndOf(candle.TimeUtc), ExitReason.Hold);
    }

    private void PlaceEntry(in Candle candle, double confidence)
    {
        if (fillsAtOpen)
            (isEntryPending, pendingConfidence) = (true, confidence);
        else
            Buy(candle.Close, timeframe.EndOf(candle.TimeUtc), confidence);
    }

    private void Buy(double price, long timeUtc, double confidence)
    {
        var (fillPrice, rate) = (price * (1 + settings.SlippageRate), feeRate);
        if (costs is not null)
            (fillPrice, rate) = (costs.PriceSteps.ValueAt(timeUtc).RoundUp(fillPrice), FeeRateAt(timeUtc));
        var quantity = settings.Sizing.ComputeQuantity(Cash, fillPrice * (1 + rate));
        if (hasQuantityStep)
            quantity = quantityGrid.RoundDown(quantity);
        if (costs is not null && quantity * fillPrice < costs.MinimumNotional)
        {
            TooSmallEntries++;
            return;
        }

        var cost = quantity * fillPrice * (1 + rate);
        if (!(cost > 0))
            return; // there is no cash, or the quantity was rounded down to 0

        position = new OpenPosition
        {
            EntryBar = bar,
            EntryTimeUtc = timeUtc,
            RawEntryPrice = price,
            EntryPrice = fillPrice,
            Quantity = quantity,
            EntryFeeRate = rate,
            EntryCost = cost,
            Confidence = confidence,
            HighestPrice = fillPrice,
            LowestPrice = fillPrice,
        };
        HasPosition = true;

        // If the order uses all the cash, rounding may make it cost slightly more than the cash.
        Cash = Math.Max(0, Cash - cost);
        observer?.Entered(position);
    }

    // Sells are never rejected as too small: a position may lose value after the purchase, and a backtest must still be able to close it.
    private void Sell(double price, long timeUtc, ExitReason reason)
    {
        var (fillPrice, rate) = (price * (1 - settings.SlippageRate), feeRate);
        if (costs is not null)
            (fillPrice, rate) = (costs.PriceSteps.ValueAt(timeUtc).RoundDown(fillPrice), FeeRateAt(timeUtc));
        var proceeds = position.Quantity * fillPrice * (1 - rate);
        var pnl = proceeds - position.EntryCost;
        var trade = new Trade
        {
            EntryBar = position.EntryBar,
            ExitBar = bar,
            EntryTimeUtc = position.EntryTimeUtc,
            ExitTimeUtc = timeUtc,
            EntryPrice = position.EntryPrice,
            ExitPrice = fillPrice,
            Quantity = position.Quantity,
            Fees =
                position.EntryFeeRate == rate
                    ? position.Quantity * (position.EntryPrice + fillPrice) * rate
                    : FeesOfTwoRates(fillPrice, rate),
            SlippageCost = position.Quantity * (Math.Abs(position.EntryPrice - position.RawEntryPrice) + Math.Abs(fillPrice - price)),
            Pnl = pnl,
            Return = pnl / position.EntryCost,
            ExitReason = reason,
            Confidence = position.Confidence,
            MaximumAdverseExcursion = Math.Min(0, (position.LowestPrice / position.EntryPrice) - 1),
            MaximumFavourableExcursion = Math.Max(0, (position.HighestPrice / position.EntryPrice) - 1),
        };
        Cash += proceeds;
        HasPosition = false;
        trades.Add(trade);
        observer?.Closed(trade);
    }

    // Not used for equal rates: it rounds differently from the formula for equal rates, so results would change in their last bits.
    private double FeesOfTwoRates(double fillPrice, double rate) =>
        position.Quantity * ((position.EntryPrice * position.EntryFeeRate) + (fillPrice * rate));
}
