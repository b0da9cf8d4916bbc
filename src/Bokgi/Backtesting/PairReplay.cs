using System.Buffers;
using System.Runtime.InteropServices;
using Bokgi.Kernels;
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
    private const int BlockBars = 4_096;

    private readonly TradeFigures figures = new();
    private readonly ulong[] found = new ulong[BlockBars / 64];
    private double[] equity = [];
    private int bars;
    private int first;
    private CandleSeries? series;

    /// <summary>Whether each signal is kept in <see cref="Signals"/>; off by default.</summary>
    public bool KeepsSignals { get; init; }

    /// <summary>How many lanes signals are found in.</summary>
    internal LaneWidth Width { get; init; } = Lanes.Widest;

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
        var holdBars = Strategy.HoldBars(parameters);
        var account = new TradingAccount(request.Account, candles.Timeframe, cash, holdBars, trades, Observer);
        using var scan = request.Strategy.Scan(parameters, candles.Timeframe, Width);
        var study = new SignalStudy();
        for (var from = 0; from < candles.Count; from += BlockBars)
        {
            cancel.ThrowIfCancellationRequested();
            var to = Math.Min(candles.Count, from + BlockBars);
            scan.Find(candles, from, to, found);
            StepRange(scan, account, holdBars, from, to, ref study);
        }

        equity[bars - 1] = account.Finish(candles[^1]);
        return Report(candles, cash, account, study);
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

    private void StepRange(ISignalScan scan, TradingAccount account, int holdBars, int from, int to, ref SignalStudy study)
    {
        var candles = series!;
        for (var bar = Math.Max(first, from); bar < to; bar++)
        {
            var isSignal = (found[(bar - from) / 64] >> ((bar - from) % 64) & 1) != 0;
            var confidence = 0.0;
            if (isSignal)
            {
                var close = candles.Close;
                study.Add(close[bar], close[Math.Min(bar + holdBars, close.Length - 1)]);
                confidence = scan.Confidence(candles, bar);
                if (KeepsSignals)
                    signals.Add(new SignalRecord(bar - first, candles.Times[bar], scan.SignalAt(candles, bar)));
            }

            equity[bar - first] = account.Step(candles[bar], isSignal, confidence);
        }
    }
}
