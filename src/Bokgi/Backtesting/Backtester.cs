using System.Runtime.ExceptionServices;
using Bokgi.Markets;

namespace Bokgi.Backtesting;

/// <summary>Replays a request's symbols in parallel. The result is bit-for-bit the same for any number of threads.</summary>
public static class Backtester
{
    /// <summary>Runs a request.</summary>
    /// <param name="request">What to replay.</param>
    /// <param name="source">Supplies the candles.</param>
    /// <param name="threads">Number of symbols to replay at a time, at least 1.</param>
    /// <param name="observer">Receives the results pair by pair; may be null.</param>
    /// <param name="cancel">Checked before each symbol and every 4,096 bars.</param>
    /// <returns>The figures. Symbols without candles are listed as missing and get no share of the cash.</returns>
    /// <exception cref="ArgumentException">A symbol is listed twice, or a setting is out of range.</exception>
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

        var symbols = FindSymbolsWithCandles(request.Symbols, source, threads, cancel);
        using var totals = new RunTotals();
        var cashPerSymbol = request.InitialCash / Math.Max(1, symbols.Length);
        var reports = new ParallelReplay(request, source, symbols, cashPerSymbol, totals, observer).Run(threads, cancel);
        return new BacktestReport(reports, [.. request.Symbols.Except(symbols)], totals.CreateReport(request.Timeframe));
    }

    /// <summary>Replays some of a request's symbols as one piece of a run; <see cref="RunTotals"/> combines the pieces.</summary>
    /// <param name="request">What to replay; its symbols and cash are ignored.</param>
    /// <param name="symbols">The symbols of the piece, each of which has candles.</param>
    /// <param name="cash">The cash of each symbol: the run's cash divided by the number of all its symbols that have candles.</param>
    /// <param name="source">Supplies the candles.</param>
    /// <param name="threads">Number of symbols to replay at a time, at least 1.</param>
    /// <param name="observer">Receives the results pair by pair; may be null.</param>
    /// <param name="cancel">Checked before each symbol and every 4,096 bars.</param>
    /// <returns>The figures of each symbol, in order.</returns>
    public static IReadOnlyList<SymbolReport> RunPiece(
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
        return new ParallelReplay(request, source, symbols, cash, totals: null, observer).Run(threads, cancel);
    }

    private static Symbol[] FindSymbolsWithCandles(
        IReadOnlyList<Symbol> symbols,
        ICandleSource source,
        int threads,
        CancellationToken cancel
    )
    {
        var hasCandles = new bool[symbols.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancel };
        try
        {
            Parallel.For(0, hasCandles.Length, options, i => hasCandles[i] = source.HasCandles(symbols[i]));
        }
        catch (AggregateException failures)
        {
            ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }

        return [.. symbols.Where((_, i) => hasCandles[i])];
    }
}
