using System.Runtime.ExceptionServices;
using Bokgi.Markets;

namespace Bokgi.Backtesting;

/// <summary>Replays a request over its symbols, several at a time. The result is the same bit for bit on any number of threads.</summary>
public static class Backtester
{
    /// <summary>Runs a request.</summary>
    /// <param name="request">What is to be replayed.</param>
    /// <param name="source">Where the candles come from.</param>
    /// <param name="threads">How many symbols are replayed at a time, at least 1.</param>
    /// <param name="observer">Who takes the outcome pair by pair, if anyone.</param>
    /// <param name="cancel">Stops the run within 65,536 bars of a symbol, or its reading.</param>
    /// <returns>The figures; symbols without candles are listed and share no cash.</returns>
    /// <exception cref="ArgumentException">A symbol is named twice, or a setting is out of its range.</exception>
    public static BacktestReport Run(
        BacktestRequest request,
        ICandleSource source,
        int threads = 1,
        IRunObserver? observer = null,
        CancellationToken cancel = default
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (request.Symbols.Distinct().Count() != request.Symbols.Count)
            throw new ArgumentException("a symbol is named twice", nameof(request));

        // The cash is shared by the symbols that have candles, which is only certain once they were read: a symbol whose every candle
        // is invalid shows itself then, and the run begins again without it.
        var present = WithCandles(request.Symbols, source, threads, cancel);
        while (true)
        {
            using var totals = new RunTotals();
            var pass = new RunPass(request, source, present, request.InitialCash / Math.Max(1, present.Length), totals, observer);
            pass.Run(threads, cancel);
            if (pass.Empty.Count == 0)
                return new BacktestReport(pass.Reports, [.. request.Symbols.Except(present)], totals.Report(request.Timeframe));
            present = [.. present.Except(pass.Empty)];
        }
    }

    /// <summary>Replays some of a request's symbols: a piece of a run, which is put together with the others by <see cref="RunTotals"/>.</summary>
    /// <param name="request">What is to be replayed; its symbols and cash are not looked at.</param>
    /// <param name="symbols">The symbols of the piece.</param>
    /// <param name="cash">The share of each symbol: the run's cash, divided by all its symbols that have candles.</param>
    /// <param name="source">Where the candles come from.</param>
    /// <param name="threads">How many symbols are replayed at a time, at least 1.</param>
    /// <param name="observer">Who takes the outcome pair by pair, if anyone.</param>
    /// <param name="cancel">Stops the replay within 65,536 bars of a symbol, or its reading.</param>
    /// <returns>The figures without totals; symbols that turned out to hold no valid candle in range are listed, and the run has to be shared anew.</returns>
    public static BacktestReport RunPiece(
        BacktestRequest request,
        IReadOnlyList<Symbol> symbols,
        double cash,
        ICandleSource source,
        int threads = 1,
        IRunObserver? observer = null,
        CancellationToken cancel = default
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(symbols);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(cash);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var pass = new RunPass(request, source, symbols, cash, totals: null, observer);
        pass.Run(threads, cancel);
        return new BacktestReport(pass.Reports, pass.Empty, Totals: null);
    }

    private static Symbol[] WithCandles(IReadOnlyList<Symbol> symbols, ICandleSource source, int threads, CancellationToken cancel)
    {
        var has = new bool[symbols.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancel };
        try
        {
            Parallel.For(0, has.Length, options, i => has[i] = source.HasCandles(symbols[i]));
        }
        catch (AggregateException failures)
        {
            ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }

        return [.. symbols.Where((_, i) => has[i])];
    }
}
