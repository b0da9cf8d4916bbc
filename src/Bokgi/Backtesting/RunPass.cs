using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Bokgi.Markets;
using Bokgi.Performance;
using Bokgi.Series;

namespace Bokgi.Backtesting;

/// <summary>
/// One pass over the symbols of a run. Symbols are replayed side by side but gathered in their order, a finished one waiting for its turn:
/// sums are taken in one order whatever the threads do, and no more series are held than there are threads.
/// </summary>
internal sealed class RunPass(BacktestRequest request, ICandleSource source, IReadOnlyList<Symbol> symbols, IRunObserver? observer)
    : IDisposable
{
    private const int LikelyTrades = 1 << 20;

    private readonly Lock starting = new();
    private readonly object gathering = new();
    private readonly EquityUnion equity = new();
    private readonly TradeFigures trades = new(LikelyTrades);
    private readonly double share = request.InitialCash / Math.Max(1, symbols.Count);
    private ExceptionDispatchInfo? failure;
    private SignalStudy study;
    private double buyAndHold;
    private int unfilled;
    private int started;
    private int gathered;

    public List<SymbolReport> Reports { get; } = [];

    /// <summary>Symbols that turned out to hold no valid candle.</summary>
    public List<Symbol> Empty { get; } = [];

    public void Run(int threads, CancellationToken cancel)
    {
        observer?.Started(symbols.Count);
        var workers = Math.Min(threads, symbols.Count);
        if (workers <= 1)
            Work(cancel);
        else
            Parallel.For(0, workers, new ParallelOptions { MaxDegreeOfParallelism = workers }, _ => Work(cancel));
        failure?.Throw();
    }

    public PerformanceReport? Totals()
    {
        if (Reports.Count == 0)
            return null;
        var counts = new RunCounts(study, unfilled, equity.BarsOpen, buyAndHold / Reports.Count);
        return PerformanceReport.Of(new EquityCurve(equity.Times, equity.Marks, equity.InitialCash, request.Timeframe), trades, counts);
    }

    public void Dispose() => equity.Dispose();

    // A worker takes symbols in order, so the first one not yet gathered is always being worked on and no one waits in vain.
    private void Work(CancellationToken cancel)
    {
        using var replay = new PairReplay { KeepsSignals = observer?.WantsSignals == true };
        while (TryStart(out var index))
        {
            try
            {
                cancel.ThrowIfCancellationRequested();
                using var candles = source.Read(symbols[index]);
                var figures = replay.Run(candles, request, share, cancel);
                Gather(index, candles, replay, figures);
            }
            catch (Exception exception)
            {
                Fail(exception);
            }
        }
    }

    private bool TryStart(out int index)
    {
        lock (starting)
        {
            index = started;
            if (Volatile.Read(ref failure) is not null || started == symbols.Count)
                return false;
            started++;
            return true;
        }
    }

    private void Fail(Exception exception)
    {
        lock (gathering)
        {
            failure ??= ExceptionDispatchInfo.Capture(exception);
            Monitor.PulseAll(gathering);
        }
    }

    private void Gather(int index, CandleSeries candles, PairReplay replay, PerformanceReport? figures)
    {
        lock (gathering)
        {
            while (gathered != index && failure is null)
                Monitor.Wait(gathering);
            if (failure is not null)
                return;
            if (figures is null)
                Empty.Add(symbols[index]);
            else
                Add(candles, replay, figures);
            gathered++;
            Monitor.PulseAll(gathering);
        }
    }

    private void Add(CandleSeries candles, PairReplay replay, PerformanceReport figures)
    {
        Reports.Add(new SymbolReport(candles.Symbol, figures, candles.Quality));
        var own = CollectionsMarshal.AsSpan(replay.TradeList);
        equity.Add(replay.Times, replay.Equity, own, share);
        foreach (ref readonly var trade in own)
            trades.Add(trade);
        study.Add(figures.Study);
        unfilled += figures.Unfilled;
        buyAndHold += figures.BuyAndHoldReturn;
        observer?.Completed(candles, replay);
    }
}
