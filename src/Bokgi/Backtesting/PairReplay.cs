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
    // Few enough that what is computed for them stays in the cache.
    private const int BlockBars = 4_096;

    private readonly List<SignalRecord> signals = [];
    private readonly AccountReplay replay = new();
    private readonly ulong[] found = new ulong[BlockBars / 64];
    private double[] equity = [];
    private bool isExpanded;
    private int bars;
    private int first;
    private CandleSeries? series;

    /// <summary>Whether each signal is kept in <see cref="Signals"/>; off by default.</summary>
    public bool KeepsSignals { get; init; }

    /// <summary>Who watches the account, if anyone.</summary>
    public IAccountObserver? Observer { get; init; }

    /// <summary>What a person did between the bars, ascending; nothing unless given.</summary>
    public IReadOnlyList<Intervention> Interventions { get; init; } = [];

    /// <summary>Told after every 4,096 bars, and after the last of them, how many are done since it was told last.</summary>
    public Action<PairReplay, int>? Advanced { get; init; }

    /// <summary>The candles of the latest replay.</summary>
    public CandleSeries? Candles => series;

    /// <summary>How many of <see cref="Candles"/> are done, warm-up included.</summary>
    public int BarsDone { get; private set; }

    /// <summary>The position held after the last bar done, if any.</summary>
    public OpenPosition? Position => BarsDone > 0 ? replay.Position : null;

    /// <summary>How many lanes signals are found in.</summary>
    internal LaneWidth Width { get; init; } = Lanes.Widest;

    /// <summary>Open times of the bars in range, UTC microseconds.</summary>
    public ReadOnlySpan<long> Times => series is null ? [] : series.Times[first..];

    /// <summary>Equity at the close of each of them, quote currency.</summary>
    public ReadOnlySpan<double> Equity
    {
        get
        {
            if (!isExpanded)
                Expand();
            return equity.AsSpan(0, bars);
        }
    }

    /// <summary>The trades, in order of exit.</summary>
    public IReadOnlyList<Trade> Trades => replay.Trades;

    /// <summary>The trades again, without the cost of going through a list.</summary>
    public ReadOnlySpan<Trade> TradeSpan => CollectionsMarshal.AsSpan(replay.Trades);

    /// <summary>The signals, when they are kept.</summary>
    public IReadOnlyList<SignalRecord> Signals => signals;

    /// <summary>The signals again, without the cost of going through a list.</summary>
    public ReadOnlySpan<SignalRecord> SignalSpan => CollectionsMarshal.AsSpan(signals);

    /// <summary>Replays a series.</summary>
    /// <param name="candles">The candles; those before the range are warm-up. Kept by reference until the next replay.</param>
    /// <param name="request">What is to be replayed; its symbols are not looked at.</param>
    /// <param name="cash">The pair's share of the initial cash, quote currency.</param>
    /// <param name="cancel">Asked every 4,096 bars.</param>
    /// <returns>The pair's figures; null when no candle lies in the range.</returns>
    public PerformanceReport? Run(CandleSeries candles, BacktestRequest request, double cash, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(candles);
        ArgumentNullException.ThrowIfNull(request);
        signals.Clear();
        replay.Trades.Clear();
        series = candles;
        first = candles.IndexOf(request.Range.StartUtc);
        bars = candles.Count - first;
        isExpanded = bars == 0;
        BarsDone = 0;
        if (bars == 0)
            return null;

        var parameters = request.ParametersOf(candles.Symbol);
        using var scan = request.Strategy.Scan(parameters, candles.Timeframe, Width);
        replay.Begin(candles, first, request.Account, cash, StrategyDefinition.HoldBars(parameters), Observer, Interventions);
        for (var from = 0; from < candles.Count; from += BlockBars)
        {
            cancel.ThrowIfCancellationRequested();
            var to = Math.Min(candles.Count, from + BlockBars);
            scan.Find(candles, from, to, found);
            var start = Math.Max(first, from);
            replay.Study(start, to, found, from);
            if (KeepsSignals)
                Keep(scan, start, to, from);
            replay.Take(start, to, found, from, scan);
            BarsDone = to;
            Advanced?.Invoke(this, to - from);
        }

        return replay.End();
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        Return();
        replay.Dispose();
        bars = 0;
        series = null;
    }

    private void Keep(ISignalScan scan, int from, int to, int origin)
    {
        for (var bar = from; bar < to; bar++)
        {
            bar = AccountReplay.NextSignal(found, bar - origin, to - origin) + origin;
            if (bar < to)
                signals.Add(new SignalRecord(bar - first, series!.Times[bar], scan.SignalAt(series, bar)));
        }
    }

    // Only for who asks: figures need no mark for every bar.
    private void Expand()
    {
        if (equity.Length < bars)
        {
            Return();
            equity = ArrayPool<double>.Shared.Rent(bars);
        }

        replay.Equity.Expand(equity.AsSpan(0, bars));
        isExpanded = true;
    }

    private void Return()
    {
        if (equity.Length > 0)
            ArrayPool<double>.Shared.Return(equity);
        equity = [];
    }
}
