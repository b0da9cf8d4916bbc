using System.Runtime.ExceptionServices;
using Bokgi.Markets;
using Bokgi.Performance;
using Bokgi.Series;

namespace Bokgi.Backtesting;

/// <summary>
/// Replays a run's symbols in parallel and adds their results in order: a thread that has replayed a symbol waits until the results of all
/// earlier symbols are added. Sums therefore do not depend on thread timing, and there are never more series in memory than threads.
/// </summary>
/// <param name="request">What to replay.</param>
/// <param name="source">Supplies the candles.</param>
/// <param name="symbols">The symbols.</param>
/// <param name="cashPerSymbol">The cash of each symbol, quote currency.</param>
/// <param name="totals">Accumulates the results; null if totals are not needed.</param>
/// <param name="observer">Receives the results; may be null.</param>
internal sealed class ParallelReplay(
    BacktestRequest request,
    ICandleSource source,
    IReadOnlyList<Symbol> symbols,
    double cashPerSymbol,
    RunTotals? totals,
    IRunObserver? observer
)
{
    private readonly Lock startLock = new();
    private readonly object resultLock = new();
    private readonly List<SymbolReport> reports = [];
    private ExceptionDispatchInfo? failure;
    private int startedCount;

    public IReadOnlyList<SymbolReport> Run(int threads, CancellationToken cancel)
    {
        observer?.Started(symbols.Count);
        var workers = Math.Min(threads, symbols.Count);
        if (workers <= 1)
            RunWorker(cancel);
        else
            Parallel.For(0, workers, new ParallelOptions { MaxDegreeOfParallelism = workers }, _ => RunWorker(cancel));
        failure?.Throw();
        return reports;
    }

    // Workers start symbols in order, so the symbol that the others wait for is always being processed: waiting cannot deadlock.
    private void RunWorker(CancellationToken cancel)
    {
        using var replay = new PairReplay
        {
            KeepsSignals = observer?.WantsSignals == true,
            Advanced = observer is null ? null : observer.Advanced,
        };
        while (TryStart(out var index))
        {
            try
            {
                cancel.ThrowIfCancellationRequested();
                using var candles = source.Read(symbols[index]);
                var figures =
                    replay.Run(candles, request, cashPerSymbol, cancel)
                    ?? throw new InvalidOperationException(
                        $"the source read no candles of {symbols[index]} in the range, although {nameof(ICandleSource.HasCandles)} was true"
                    );
                AddInOrder(index, candles, replay, figures);
            }
            catch (Exception exception)
            {
                Fail(exception);
            }
        }
    }

    private bool TryStart(out int index)
    {
        lock (startLock)
        {
            index = startedCount;
            if (Volatile.Read(ref failure) is not null || startedCount == symbols.Count)
                return false;
            startedCount++;
            return true;
        }
    }

    private void Fail(Exception exception)
    {
        lock (resultLock)
        {
            failure ??= ExceptionDispatchInfo.Capture(exception);
            Monitor.PulseAll(resultLock);
        }
    }

    private void AddInOrder(int index, CandleSeries candles, PairReplay replay, PerformanceReport figures)
    {
        lock (resultLock)
        {
            while (reports.Count != index && failure is null)
                Monitor.Wait(resultLock);
            if (failure is not null)
                return;
            Add(candles, replay, figures);
            Monitor.PulseAll(resultLock);
        }
    }

    private void Add(CandleSeries candles, PairReplay replay, PerformanceReport figures)
    {
        reports.Add(new SymbolReport(candles.Symbol, figures, candles.Quality));
        if (totals is not null)
        {
            // A stored run keeps only the figures of the signal study. The study is rebuilt from these figures here, too, so that the
            // totals equal those recomputed later from the stored run. BarsWithPosition is 0, because RunTotals counts these bars itself.
            var study = SignalStudy.FromFigures(figures.Study.Samples, figures.Study.WinRate, figures.Study.AverageReturn);
            var counts = new RunCounts(
                study,
                figures.UnfilledEntries,
                BarsWithPosition: 0,
                figures.BuyAndHoldReturn,
                figures.TooSmallEntries
            );
            totals.Add(replay.Times, replay.Equity, replay.TradesAsSpan, cashPerSymbol, counts);
        }

        observer?.Completed(candles, replay);
    }
}
