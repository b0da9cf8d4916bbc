using System.Buffers;
using System.Runtime.InteropServices;
using Bokgi.Performance;
using Bokgi.Series;
using Bokgi.Strategies;
using Bokgi.Trading;

namespace Bokgi.Backtesting;

/// <summary>
/// Replays one symbol through one strategy and one account, and holds what came of it until the next replay. Memory is kept from one
/// replay to the next: one instance serves one thread.
/// </summary>
public sealed class PairReplay : IDisposable
{
    private readonly List<Trade> trades = [];
    private readonly List<SignalRecord> signals = [];
    private readonly TradeFigures figures = new();
    private double[] equity = [];
    private int bars;
    private int first;
    private CandleSeries? series;

    /// <summary>Whether each signal is kept in <see cref="Signals"/>; off by default.</summary>
    public bool KeepsSignals { get; init; }

    /// <summary>Who watches the account, if anyone.</summary>
    public IAccountObserver? Observer { get; init; }

    /// <summary>Open times of the bars in range, UTC microseconds.</summary>
    public ReadOnlySpan<long> Times => series is null ? [] : series.Times[first..];

    /// <summary>Equity at the close of each of them, quote currency.</summary>
    public ReadOnlySpan<double> Equity => equity.AsSpan(0, bars);

    /// <summary>The trades, in order of exit.</summary>
    public IReadOnlyList<Trade> Trades => trades;

    /// <summary>The trades again, without the cost of going through a list.</summary>
    public ReadOnlySpan<Trade> TradeSpan => CollectionsMarshal.AsSpan(trades);

    /// <summary>The signals, when they are kept.</summary>
    public IReadOnlyList<SignalRecord> Signals => signals;

    /// <summary>The signals again, without the cost of going through a list.</summary>
    public ReadOnlySpan<SignalRecord> SignalSpan => CollectionsMarshal.AsSpan(signals);

    /// <summary>Replays a series.</summary>
    /// <param name="candles">The candles; those before the range are warm-up. Kept by reference until the next replay.</param>
    /// <param name="request">What is to be replayed; its symbols are not looked at.</param>
    /// <param name="cash">The pair's share of the initial cash, quote currency.</param>
    /// <param name="cancel">Asked every 65,536 bars.</param>
    /// <returns>The pair's figures; null when no candle lies in the range.</returns>
    public PerformanceReport? Run(CandleSeries candles, BacktestRequest request, double cash, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(candles);
        ArgumentNullException.ThrowIfNull(request);
        trades.Clear();
        signals.Clear();
        figures.Clear();
        series = candles;
        first = candles.IndexOf(request.Range.StartUtc);
        bars = candles.Count - first;
        if (bars == 0)
            return null;

        if (equity.Length < bars)
        {
            Return();
            equity = ArrayPool<double>.Shared.Rent(bars);
        }

        var parameters = request.ParametersOf(candles.Symbol);
        var account = new TradingAccount(request.Account, candles.Timeframe, cash, Strategy.HoldBars(parameters), trades, Observer);
        var loop = new StepLoop(this, account, Strategy.HoldBars(parameters), cancel);
        request.Strategy.Use(parameters, candles.Timeframe, loop);
        equity[bars - 1] = account.Finish(candles[^1]);
        return Report(candles, cash, account, loop.Study);
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        Return();
        bars = 0;
        series = null;
    }

    private PerformanceReport Report(CandleSeries candles, double cash, TradingAccount account, in SignalStudy study)
    {
        var barsOpen = 0;
        foreach (ref readonly var trade in CollectionsMarshal.AsSpan(trades))
        {
            figures.Add(trade);
            barsOpen += trade.BarsOpen;
        }

        var buyAndHold = (candles.Close[^1] / candles.Open[first]) - 1;
        var counts = new RunCounts(study, account.Unfilled, barsOpen, buyAndHold);
        return PerformanceReport.Of(new EquityCurve(Times, Equity, cash, candles.Timeframe), figures, counts);
    }

    private void Return()
    {
        if (equity.Length > 0)
            ArrayPool<double>.Shared.Return(equity);
        equity = [];
    }

    /// <summary>The loop over the bars, compiled for each strategy's step.</summary>
    private sealed class StepLoop(PairReplay replay, TradingAccount account, int holdBars, CancellationToken cancel) : IStepUser
    {
        private const int BarsBetweenLooks = 1 << 16;
        private SignalStudy study;

        public SignalStudy Study => study;

        public void Use<TStep>(TStep step)
            where TStep : struct, IStrategyStep
        {
            var candles = replay.series!;
            for (var i = 0; i < replay.first; i++)
                step.Step(candles[i], out _);
            for (var from = 0; from < replay.bars; from += BarsBetweenLooks)
            {
                cancel.ThrowIfCancellationRequested();
                StepRange(ref step, candles, from, Math.Min(replay.bars, from + BarsBetweenLooks));
            }
        }

        private void StepRange<TStep>(ref TStep step, CandleSeries candles, int from, int to)
            where TStep : struct, IStrategyStep
        {
            var times = candles.Times[replay.first..];
            var open = candles.Open[replay.first..];
            var high = candles.High[replay.first..];
            var low = candles.Low[replay.first..];
            var close = candles.Close[replay.first..];
            var volume = candles.Volume[replay.first..];
            var marks = replay.equity.AsSpan(0, replay.bars);
            for (var i = from; i < to; i++)
            {
                var candle = new Candle(times[i], open[i], high[i], low[i], close[i], volume[i]);
                var isSignal = step.Step(candle, out var signal);
                if (isSignal)
                    Note(i, candle, signal, close[Math.Min(i + holdBars, close.Length - 1)]);
                marks[i] = account.Step(candle, isSignal, signal.Confidence);
            }
        }

        private void Note(int bar, in Candle candle, in Signal signal, double exit)
        {
            study.Add(candle.Close, exit);
            if (replay.KeepsSignals)
                replay.signals.Add(new SignalRecord(bar, candle.TimeUtc, signal));
        }
    }
}
