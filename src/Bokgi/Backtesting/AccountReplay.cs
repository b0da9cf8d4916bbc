using System.Numerics;
using System.Runtime.InteropServices;
using Bokgi.Performance;
using Bokgi.Series;
using Bokgi.Strategies;
using Bokgi.Trading;

namespace Bokgi.Backtesting;

/// <summary>
/// Replays the signals of a series through an account and computes the account's figures. While the account is idle (without a position or a
/// pending entry), the replay jumps from signal to signal; otherwise, it steps bar by bar. Memory is reused from one account to the next.
/// </summary>
internal sealed class AccountReplay : IDisposable
{
    // Bars that can change neither the position nor the cash (TradingAccount.QuietBars) are processed in batches. This is the smallest batch
    // that is faster than single steps.
    private const int MinQuietBars = 3;

    private readonly TradeFigures figures = new();
    private List<Trade> trades = ListPool<Trade>.Rent();
    private readonly EquitySteps equity = new();
    private CandleSeries candles = null!;
    private TradingAccount account = null!;
    private SignalStudy study;
    private int accountStart;
    private int holdBars;
    private IReadOnlyList<Intervention> interventions = [];
    private int nextIntervention;
    private bool isPaused;
    private bool hasEquityChanged; // by an intervention between two bars; the next bar must record it
    private ulong[] noSignals = []; // all bits are 0

    public EquitySteps Equity => equity;

    public List<Trade> Trades => trades;

    /// <summary>The account's open position, or null.</summary>
    public OpenPosition? Position => account.Position;

    /// <summary>Starts with a new account.</summary>
    /// <param name="series">The candles.</param>
    /// <param name="firstBar">Index of the first candle that the account sees.</param>
    /// <param name="settings">The account's settings.</param>
    /// <param name="cash">Initial cash, quote currency.</param>
    /// <param name="barsToHold">Number of bars to hold a position.</param>
    /// <param name="observer">Receives the account's events; may be null.</param>
    /// <param name="manualInterventions">Manual interventions between bars, ascending.</param>
    public void Begin(
        CandleSeries series,
        int firstBar,
        AccountSettings settings,
        double cash,
        int barsToHold,
        IAccountObserver? observer = null,
        IReadOnlyList<Intervention>? manualInterventions = null
    )
    {
        trades.Clear();
        (interventions, nextIntervention, isPaused, hasEquityChanged) = (manualInterventions ?? [], 0, false, false);
        (candles, accountStart, holdBars, study) = (series, firstBar, barsToHold, default);
        account = new TradingAccount(settings, series.Symbol, series.Timeframe, cash, barsToHold, trades, observer);
        equity.Begin(cash, series.Count - firstBar);
    }

    /// <summary>Processes the next bars.</summary>
    /// <param name="from">Index of the first bar; not before the account's first bar.</param>
    /// <param name="to">Index after the last bar.</param>
    /// <param name="signals">
    /// One bit per bar, starting at <paramref name="origin"/>; no bits are set at or after <paramref name="to"/>.
    /// </param>
    /// <param name="origin">Index of the first bit's bar.</param>
    /// <param name="scan">Supplies the signals' confidence; without it, trades have a confidence of 0.</param>
    public void Process(int from, int to, ReadOnlySpan<ulong> signals, int origin, ISignalScan? scan)
    {
        for (var bar = from; bar < to; )
        {
            InterveneBefore(bar);
            var end =
                nextIntervention < interventions.Count ? Math.Min(to, accountStart + interventions[nextIntervention].AfterBar + 1) : to;
            ProcessUninterrupted(bar, end, isPaused ? GetNoSignals(signals.Length) : signals, origin, scan);
            bar = end;
        }
    }

    private void ProcessUninterrupted(int from, int to, ReadOnlySpan<ulong> signals, int origin, ISignalScan? scan)
    {
        var times = candles.Times;
        var open = candles.Open;
        var high = candles.High;
        var low = candles.Low;
        var close = candles.Close;
        var volume = candles.Volume;
        for (var bar = from; bar < to; )
        {
            if (account.IsIdle && !hasEquityChanged)
            {
                // The next signal may come after `to` if an intervention cuts this range short.
                var signalBar = Math.Min(to, NextSignal(signals, bar - origin, to - origin) + origin);
                account.Skip(signalBar - bar);
                if (signalBar == to)
                    return;
                bar = signalBar;
            }
            else if (account.QuietBars >= MinQuietBars)
            {
                var quietBars = Math.Min(account.QuietBars, to - bar);
                account.ProcessQuietBars(
                    high.Slice(bar, quietBars),
                    low.Slice(bar, quietBars),
                    close.Slice(bar, quietBars),
                    equity.GetSpan(quietBars)
                );
                equity.AddSpan(bar - accountStart, quietBars);
                bar += quietBars;
                continue;
            }

            // Reads bit `bar - origin` from words of 64 bits. The second >> uses only the lowest six bits of its right operand.
            var isSignal = ((signals[(bar - origin) >> 6] >> (bar - origin)) & 1) != 0;
            var confidence = isSignal && scan is not null ? scan.Confidence(candles, bar) : 0;
            var candle = new Candle(times[bar], open[bar], high[bar], low[bar], close[bar], volume[bar]);
            equity.Add(bar - accountStart, account.Step(candle, isSignal, confidence));
            hasEquityChanged = false;
            bar++;
        }
    }

    /// <summary>Adds the signals of a range of bars to the signal study.</summary>
    public void AddToStudy(int from, int to, ReadOnlySpan<ulong> signals, int origin)
    {
        var close = candles.Close;
        var last = close.Length - 1;
        var updated = study;
        for (var word = (from - origin) >> 6; word << 6 < to - origin; word++)
        {
            // Clears the bits before `from`, then visits the set bits: each iteration clears the lowest one.
            var skipped = Math.Max(0, from - origin - (word << 6));
            for (var bits = signals[word] >> skipped << skipped; bits != 0; bits &= bits - 1)
            {
                var bar = origin + (word << 6) + BitOperations.TrailingZeroCount(bits);
                updated.Add(close[bar], close[Math.Min(bar + holdBars, last)]);
            }
        }

        study = updated;
    }

    /// <summary>Ends the account after the last bar and computes its figures.</summary>
    public PerformanceReport End()
    {
        InterveneBefore(candles.Count);
        equity.ReplaceLast(account.Finish(candles[^1]));
        figures.Clear();
        var barClosesHeld = 0;
        foreach (ref readonly var trade in CollectionsMarshal.AsSpan(trades))
        {
            figures.Add(trade);
            barClosesHeld += trade.BarClosesHeld;
        }

        var times = candles.Times[accountStart..];
        var buyAndHold = (candles.Close[^1] / candles.Open[accountStart]) - 1;
        var counts = new RunCounts(study, account.UnfilledEntries, barClosesHeld, buyAndHold, account.TooSmallEntries);
        return PerformanceReport.Create(EquityFigures.Compute(equity, times, candles.Timeframe), times, figures, counts);
    }

    private void InterveneBefore(int bar)
    {
        for (; nextIntervention < interventions.Count && accountStart + interventions[nextIntervention].AfterBar < bar; nextIntervention++)
        {
            var kind = interventions[nextIntervention].Kind;
            isPaused = kind is InterventionKind.Pause || (isPaused && kind is not InterventionKind.Resume);
            if (bar > accountStart)
                hasEquityChanged |= account.Intervene(kind, candles.Close[bar - 1], candles.Timeframe.EndOf(candles.Times[bar - 1]));
        }
    }

    private ReadOnlySpan<ulong> GetNoSignals(int words)
    {
        if (noSignals.Length < words)
            noSignals = new ulong[words];
        return noSignals.AsSpan(0, words);
    }

    /// <summary>Returns memory to the pools.</summary>
    public void Dispose()
    {
        equity.Dispose();
        figures.Dispose();
        ListPool<Trade>.Return(trades);
        trades = [];
    }

    /// <summary>Index of the first bit set at or after <paramref name="from"/>; <paramref name="end"/> if there is none.</summary>
    internal static int NextSignal(ReadOnlySpan<ulong> signals, int from, int end)
    {
        if (from >= end)
            return end;
        var word = from >> 6;
        var bits = signals[word] >> from;
        if (bits != 0)
            return from + BitOperations.TrailingZeroCount(bits);
        for (word++; word << 6 < end; word++)
        {
            if (signals[word] != 0)
                return (word << 6) + BitOperations.TrailingZeroCount(signals[word]);
        }

        return end;
    }
}
