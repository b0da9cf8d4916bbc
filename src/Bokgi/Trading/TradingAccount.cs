using System.Runtime.CompilerServices;
using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.Trading;

/// <summary>
/// The account of one symbol and strategy, stepped one closed candle at a time with the signal that the candle's close gave: orders to
/// fills to positions to trades. Backtest and paper session use this same type. Long only, one position at a time.
/// </summary>
public sealed class TradingAccount
{
    private const int FlatState = 6;
    private const int HeldState = 16;

    private readonly AccountSettings settings;
    private readonly FillRules rules;
    private readonly Timeframe timeframe;
    private readonly int holdBars;
    private readonly List<Trade> trades;
    private readonly IAccountObserver? observer;
    private readonly bool fillsAtOpen;
    private readonly bool hasLevels;
    private readonly MarketCosts? costs;
    private readonly double feeRate;
    private readonly bool hasStep;
    private readonly StepGrid quantities;
    private OpenPosition position;
    private double entryFeeRate;
    private bool isDue;
    private double dueConfidence;
    private int bar = -1;

    /// <summary>An account that holds cash and nothing else.</summary>
    /// <param name="settings">The money rules, without <see cref="AccountSettings.Errors"/>.</param>
    /// <param name="symbol">The market, which an exchange's costs go by.</param>
    /// <param name="timeframe">The length of the candles.</param>
    /// <param name="cash">What it starts with, quote currency, above 0.</param>
    /// <param name="holdBars">How many bars a position is held, at least 1.</param>
    /// <param name="trades">Where finished trades are put.</param>
    /// <param name="observer">Who watches, if anyone.</param>
    /// <exception cref="ArgumentException">A setting is out of its range, or its costs do not cover the market.</exception>
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
        rules = new FillRules(settings);
        fillsAtOpen = settings.Execution == Execution.NextOpen;
        hasLevels = settings.StopLossPct is not null || settings.TakeProfitPct is not null || settings.TrailingStopPct is not null;
        costs = settings.Costs?.Of(symbol);
        feeRate = settings.FeeRate ?? AccountSettings.StandardFeeRate;
        var step = settings.QuantityStep ?? costs?.QuantityStep ?? 0;
        hasStep = step > 0;
        if (hasStep)
            quantities = new StepGrid(step);
        Cash = cash;
    }

    /// <summary>Cash at hand, quote currency.</summary>
    public double Cash { get; private set; }

    /// <summary>Whether a position is held.</summary>
    public bool HasPosition { get; private set; }

    /// <summary>The position, while there is one.</summary>
    public OpenPosition? Position => HasPosition ? position : null;

    /// <summary>Entries that would have been due after the last bar.</summary>
    public int Unfilled { get; private set; }

    /// <summary>Entries that were not made since they were worth less than the exchange's least order.</summary>
    public int TooSmall { get; private set; }

    /// <summary>Takes the next closed candle: fills what is due, watches stops and targets, then considers the signal of its close.</summary>
    /// <param name="candle">The candle.</param>
    /// <param name="isSignal">Whether its close gave a signal.</param>
    /// <param name="confidence">The signal's confidence.</param>
    /// <returns>Equity at the candle's close: cash and the position at that close, without exit costs. Quote currency.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Step(in Candle candle, bool isSignal, double confidence)
    {
        bar++;
        return HasPosition | isDue | isSignal ? Act(candle, isSignal, confidence) : Cash;
    }

    /// <summary>Whether nothing is held and nothing is due: until a signal comes, bars leave the equity as it is.</summary>
    internal bool IsIdle => !(HasPosition | isDue);

    /// <summary>How many of the next bars can do nothing to a position but mark it, whatever their prices and signals.</summary>
    internal int QuietBars => HasPosition && !hasLevels && observer is null ? position.EntryBar + holdBars - bar - 1 : 0;

    /// <summary>Goes past bars without a signal while the account is idle.</summary>
    internal void Skip(int bars) => bar += bars;

    /// <summary>Takes bars of the <see cref="QuietBars"/>: what stepping each of them would do.</summary>
    /// <param name="high">Their highs.</param>
    /// <param name="low">Their lows.</param>
    /// <param name="close">Their closes.</param>
    /// <param name="marks">Equity at each of their closes.</param>
    internal void Hold(ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, Span<double> marks)
    {
        var (highest, lowest) = (position.HighestPrice, position.LowestPrice);
        for (var i = 0; i < marks.Length; i++)
        {
            highest = double.MaxNative(highest, high[i]);
            lowest = double.MinNative(lowest, low[i]);
            marks[i] = Cash + (position.Quantity * close[i]);
        }

        (position.HighestPrice, position.LowestPrice) = (highest, lowest);
        bar += marks.Length;
    }

    /// <summary>Ends the account after the last candle: an entry that is due is not made, a position is sold at the last close.</summary>
    /// <param name="last">The last candle, again.</param>
    /// <returns>The equity that is left, all of it cash.</returns>
    public double Finish(in Candle last)
    {
        if (isDue)
            Unfilled++;
        isDue = false;
        if (HasPosition)
            Sell(last.Close, timeframe.EndOf(last.TimeUtc), ExitReason.EndOfData);
        return Cash;
    }

    /// <summary>Sells the position between two bars.</summary>
    /// <param name="price">The price before slippage, quote currency, above 0.</param>
    /// <param name="timeUtc">When, microseconds UTC.</param>
    /// <param name="reason">Why.</param>
    /// <returns>Whether there was one.</returns>
    internal bool Close(double price, long timeUtc, ExitReason reason)
    {
        if (!HasPosition)
            return false;
        Sell(price, timeUtc, reason);
        return true;
    }

    /// <summary>Takes back an entry that is due at the next bar's open.</summary>
    /// <returns>Whether there was one.</returns>
    internal bool CancelEntry()
    {
        var wasDue = isDue;
        isDue = false;
        return wasDue;
    }

    /// <summary>The whole state but for finished trades, so that a session can go on after a restart.</summary>
    internal double[] Save() =>
        HasPosition
            ?
            [
                Cash,
                bar,
                Unfilled,
                TooSmall,
                isDue ? 1 : 0,
                dueConfidence,
                entryFeeRate,
                position.EntryBar,
                position.EntryTimeUtc,
                position.RawEntryPrice,
                position.EntryPrice,
                position.Quantity,
                position.EntryCost,
                position.Confidence,
                position.HighestPrice,
                position.LowestPrice,
            ]
            : [Cash, bar, Unfilled, TooSmall, isDue ? 1 : 0, dueConfidence];

    /// <summary>Takes up a state that <see cref="Save"/> gave, under the same settings.</summary>
    /// <exception cref="ArgumentException">It is no such state.</exception>
    internal void Restore(ReadOnlySpan<double> state)
    {
        if (state.Length is not (FlatState or HeldState))
            throw new ArgumentException($"a state of {state.Length} numbers is none of an account", nameof(state));
        (Cash, bar, Unfilled, TooSmall) = (state[0], (int)state[1], (int)state[2], (int)state[3]);
        (isDue, dueConfidence) = (state[4] != 0, state[5]);
        HasPosition = state.Length == HeldState;
        entryFeeRate = HasPosition ? state[6] : 0;
        position = HasPosition
            ? new OpenPosition
            {
                EntryBar = (int)state[7],
                EntryTimeUtc = (long)state[8],
                RawEntryPrice = state[9],
                EntryPrice = state[10],
                Quantity = state[11],
                EntryCost = state[12],
                Confidence = state[13],
                HighestPrice = state[14],
                LowestPrice = state[15],
            }
            : default;
    }

    private double Act(in Candle candle, bool isSignal, double confidence)
    {
        StepOpen(candle);
        if (HasPosition)
            StepWithin(candle);
        if (isSignal && !HasPosition)
            Accept(candle, confidence);
        if (!HasPosition)
            return Cash;

        observer?.Updated(position, candle.Close);
        return Cash + (position.Quantity * candle.Close);
    }

    private void StepOpen(in Candle candle)
    {
        if (HasPosition && fillsAtOpen && bar - position.EntryBar >= holdBars)
            Sell(candle.Open, candle.TimeUtc, ExitReason.Hold);
        if (isDue)
            Buy(candle.Open, candle.TimeUtc, dueConfidence);
        isDue = false;
        if (HasPosition && hasLevels && rules.LeavesAtOpen(position, candle, out var reason))
            Sell(candle.Open, candle.TimeUtc, reason);
    }

    private void StepWithin(in Candle candle)
    {
        var isStopped = false;
        var price = 0.0;
        var reason = ExitReason.Hold;
        if (hasLevels)
            isStopped = rules.LeavesWithin(position, candle, out price, out reason);

        // Only now: the trailing stop of this bar follows the highs up to the one before.
        position.HighestPrice = double.MaxNative(position.HighestPrice, candle.High);
        position.LowestPrice = double.MinNative(position.LowestPrice, candle.Low);
        if (isStopped)
            Sell(price, candle.TimeUtc, reason);
        else if (!fillsAtOpen && bar - position.EntryBar >= holdBars)
            Sell(candle.Close, timeframe.EndOf(candle.TimeUtc), ExitReason.Hold);
    }

    private void Accept(in Candle candle, double confidence)
    {
        if (fillsAtOpen)
            (isDue, dueConfidence) = (true, confidence);
        else
            Buy(candle.Close, timeframe.EndOf(candle.TimeUtc), confidence);
    }

    private void Buy(double price, long timeUtc, double confidence)
    {
        var (fill, fee) = (price * (1 + settings.SlippageRate), feeRate);
        if (costs is not null)
            (fill, fee) = (costs.PriceSteps.At(timeUtc).Up(fill), FeeRateAt(timeUtc));
        var quantity = settings.Sizing.Quantity(Cash, fill * (1 + fee));
        if (hasStep)
            quantity = quantities.Down(quantity);
        if (costs is not null && quantity * fill < costs.MinimumNotional)
        {
            TooSmall++;
            return;
        }

        var cost = quantity * fill * (1 + fee);
        if (!(cost > 0))
            return;

        position = new OpenPosition
        {
            EntryBar = bar,
            EntryTimeUtc = timeUtc,
            RawEntryPrice = price,
            EntryPrice = fill,
            Quantity = quantity,
            EntryCost = cost,
            Confidence = confidence,
            HighestPrice = fill,
            LowestPrice = fill,
        };
        entryFeeRate = fee;
        HasPosition = true;

        // A quantity that is all the cash can pay may cost one rounding more than the cash.
        Cash = Math.Max(0, Cash - cost);
        observer?.Entered(position);
    }

    // Never refused: what was bought above the least order may be worth less by now, and a backtest has to end it all the same.
    private void Sell(double price, long timeUtc, ExitReason reason)
    {
        var (fill, fee) = (price * (1 - settings.SlippageRate), feeRate);
        if (costs is not null)
            (fill, fee) = (costs.PriceSteps.At(timeUtc).Down(fill), FeeRateAt(timeUtc));
        var proceeds = position.Quantity * fill * (1 - fee);
        var pnl = proceeds - position.EntryCost;
        var trade = new Trade
        {
            EntryBar = position.EntryBar,
            ExitBar = bar,
            EntryTimeUtc = position.EntryTimeUtc,
            ExitTimeUtc = timeUtc,
            EntryPrice = position.EntryPrice,
            ExitPrice = fill,
            Quantity = position.Quantity,
            Fees = entryFeeRate == fee ? position.Quantity * (position.EntryPrice + fill) * fee : FeesOfTwoRates(fill, fee),
            SlippageCost = position.Quantity * (Math.Abs(position.EntryPrice - position.RawEntryPrice) + Math.Abs(fill - price)),
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

    private double FeeRateAt(long timeUtc) => settings.FeeRate ?? costs!.FeeRate.At(timeUtc);

    // Of one rate the prices are added first, which has other last bits.
    private double FeesOfTwoRates(double fill, double fee) => position.Quantity * ((position.EntryPrice * entryFeeRate) + (fill * fee));
}
