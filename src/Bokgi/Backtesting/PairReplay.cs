using System.Buffers;
using System.Runtime.InteropServices;
using Bokgi.Kernels;
using Bokgi.Performance;
using Bokgi.Series;
using Bokgi.Strategies;
using Bokgi.Trading;

namespace Bokgi.Backtesting;

/// <summary>
/// Replays a pair, which is one symbol traded by one strategy with its own account, and keeps the results until the next replay.
/// Memory is reused from one replay to the next. Not thread-safe: use one instance per thread.
/// </summary>
public sealed class PairReplay : IDisposable
{
    // Bars are processed in blocks of this many, small enough that intermediate results stay in the CPU cache.
    private const int BlockBars = 4_096;

    private List<SignalRecord> signals = ListPool<SignalRecord>.Rent();
    private readonly AccountReplay replay = new();
    private readonly ulong[] signalBits = new ulong[BlockBars / 64];
    private double[] equity = [];
    private bool isEquityExpanded;
    private int bars;
    private int firstBar;
    private CandleSeries? series;

    /// <summary>Whether to keep each signal in <see cref="Signals"/>; off by default.</summary>
    public bool KeepsSignals { get; init; }

    /// <summary>Receives the account's events; may be null.</summary>
    public IAccountObserver? Observer { get; init; }

    /// <summary>Manual interventions between bars, ascending; none by default.</summary>
    public IReadOnlyList<Intervention> Interventions { get; init; } = [];

    /// <summary>Called after every 4,096 bars and after the last bar, with the number of bars since the previous call.</summary>
    public Action<PairReplay, int>? Advanced { get; init; }

    /// <summary>The candles of the latest replay.</summary>
    public CandleSeries? Candles => series;

    /// <summary>How many of <see cref="Candles"/> have been processed, including warm-up.</summary>
    public int BarsDone { get; private set; }

    /// <summary>The position held after the last processed bar, or null.</summary>
    public OpenPosition? Position => BarsDone > 0 ? replay.Position : null;

    /// <summary>How many bars one CPU instruction processes at a time (the number of SIMD lanes) when signals are searched.</summary>
    internal LaneWidth Width { get; init; } = Lanes.Widest;

    /// <summary>Open times of the bars in range, UTC microseconds.</summary>
    public ReadOnlySpan<long> Times => series is null ? [] : series.Times[firstBar..];

    /// <summary>Equity at the close of each bar in range, quote currency.</summary>
    public ReadOnlySpan<double> Equity
    {
        get
        {
            if (!isEquityExpanded)
                ExpandEquity();
            return equity.AsSpan(0, bars);
        }
    }

    /// <summary>The trades, in order of exit; valid until the next replay or the disposal of this object.</summary>
    public IReadOnlyList<Trade> Trades => replay.Trades;

    /// <summary>The trades as a span, for fast iteration.</summary>
    public ReadOnlySpan<Trade> TradesAsSpan => CollectionsMarshal.AsSpan(replay.Trades);

    /// <summary>
    /// The signals, in order of time; empty unless <see cref="KeepsSignals"/> is set. Valid until the next replay or the disposal of this object.
    /// </summary>
    public IReadOnlyList<SignalRecord> Signals => signals;

    /// <summary>The signals as a span, for fast iteration.</summary>
    public ReadOnlySpan<SignalRecord> SignalsAsSpan => CollectionsMarshal.AsSpan(signals);

    /// <summary>Replays a series.</summary>
    /// <param name="candles">The candles; those before the range are warm-up. Kept by reference until the next replay.</param>
    /// <param name="request">What to replay; its list of symbols is ignored.</param>
    /// <param name="cash">The pair's share of the initial cash, quote currency.</param>
    /// <param name="cancel">Checked every 4,096 bars.</param>
    /// <returns>The pair's figures; null if the range contains no candles.</returns>
    public PerformanceReport? Run(CandleSeries candles, BacktestRequest request, double cash, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(candles);
        ArgumentNullException.ThrowIfNull(request);
        signals.Clear();
        replay.Trades.Clear();
        series = candles;
        firstBar = candles.FirstIndexAtOrAfter(request.Range.StartUtc);
        bars = candles.Count - firstBar;
        isEquityExpanded = bars == 0;
        BarsDone = 0;
        if (bars == 0)
            return null;

        var parameters = request.ParametersOf(candles.Symbol);
        using var scan = request.Strategy.CreateScan(parameters, candles.Timeframe, Width);
        replay.Begin(candles, firstBar, request.Account, cash, StrategyDefinition.HoldBars(parameters), Observer, Interventions);
        for (var from = 0; from < candles.Count; from += BlockBars)
        {
            cancel.ThrowIfCancellationRequested();
            var to = Math.Min(candles.Count, from + BlockBars);
            scan.Find(candles, from, to, signalBits);
            var start = Math.Max(firstBar, from);
            replay.AddToStudy(start, to, signalBits, origin: from);
            if (KeepsSignals)
                KeepSignals(scan, start, to, origin: from);
            replay.Process(start, to, signalBits, origin: from, scan);
            BarsDone = to;
            Advanced?.Invoke(this, to - from);
        }

        return replay.End();
    }

    /// <summary>Returns memory to the pools.</summary>
    public void Dispose()
    {
        ReturnEquity();
        ListPool<SignalRecord>.Return(signals);
        signals = [];
        replay.Dispose();
        bars = 0;
        series = null;
    }

    private void KeepSignals(ISignalScan scan, int from, int to, int origin)
    {
        for (var bar = NextSignal(from); bar < to; bar = NextSignal(bar + 1))
            signals.Add(new SignalRecord(bar - firstBar, series!.Times[bar], scan.SignalAt(series, bar)));

        int NextSignal(int start) => AccountReplay.NextSignal(signalBits, start - origin, to - origin) + origin;
    }

    // Called only when Equity is read, because computing the figures does not need the equity at every bar.
    private void ExpandEquity()
    {
        if (equity.Length < bars)
        {
            ReturnEquity();
            equity = ArrayPool<double>.Shared.Rent(bars);
        }

        replay.Equity.Expand(equity.AsSpan(0, bars));
        isEquityExpanded = true;
    }

    private void ReturnEquity()
    {
        if (equity.Length > 0)
            ArrayPool<double>.Shared.Return(equity);
        equity = [];
    }
}
