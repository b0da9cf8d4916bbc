using System.Collections.Concurrent;
using Bokgi.Host.Runs.Documents;
using Bokgi.Host.Runs.Requests;

namespace Bokgi.Host.Backtests;

/// <summary>Reads a run's candles from the lake, and computes their fingerprints, gaps and price jumps while reading.</summary>
internal sealed class LakeCandleSource(CandleLake lake, BacktestPlan plan, double jumpThreshold, CancellationToken cancel) : ICandleSource
{
    private readonly ConcurrentDictionary<Symbol, (string Fingerprint, SeriesContinuity Continuity)> loaded = new();

    // A strict run also includes a symbol whose candles are all invalid, and fails when it reads them.
    public bool HasCandles(Symbol symbol) =>
        lake.HasCandles(symbol, plan.Request.Timeframe, plan.Request.Range, cancel)
        || (plan.IsStrict && SkippedSymbols.Describe(lake, plan, symbol).Invalid > 0);

    /// <exception cref="LakeException">
    /// Either a file is malformed; or the run is strict and has duplicate or invalid rows; or the range has become empty because the files
    /// were replaced meanwhile.
    /// </exception>
    public CandleSeries Read(Symbol symbol)
    {
        var (timeframe, range) = (plan.Request.Timeframe, plan.Request.Range);
        var candles = lake.LoadSeries(symbol, timeframe, range, plan.Warmup, jumpThreshold, out var continuity, cancel);
        if (FindError(candles) is { } error)
        {
            candles.Dispose();
            throw error;
        }

        loaded[symbol] = (CandleFingerprint.Of(candles), continuity);
        return candles;
    }

    public (IReadOnlyList<SymbolDocument> Symbols, IReadOnlyDictionary<string, QualityDocument> Quality) CreateDocuments(
        IReadOnlyList<SymbolReport> reports
    ) =>
        (
            [.. reports.Select(each => SymbolDocument.Of(each, loaded[each.Symbol].Fingerprint))],
            reports.ToDictionary(each => each.Symbol.Code, each => QualityDocument.Of(each.Quality, loaded[each.Symbol].Continuity))
        );

    private LakeException? FindError(CandleSeries candles)
    {
        var (symbol, timeframe, quality) = (candles.Symbol, candles.Timeframe, candles.Quality);
        if (plan.IsStrict && (quality.Duplicates > 0 || quality.Invalid > 0))
            return new LakeException(
                LakeErrorKind.MalformedFile,
                $"{symbol} {timeframe} holds {quality.Duplicates} duplicate and {quality.Invalid} invalid rows in the range, and the run is strict; see the quality report of its candles, or run without strict"
            );
        var hasOnlyWarmup = candles.FirstIndexAtOrAfter(plan.Request.Range.StartUtc) == candles.Count;
        return hasOnlyWarmup
            ? new LakeException(
                LakeErrorKind.NotFound,
                $"the candles of {symbol} {timeframe} were replaced while the run read them; start it again"
            )
            : null;
    }
}
