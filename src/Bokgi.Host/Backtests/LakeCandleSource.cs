using System.Collections.Concurrent;
using Bokgi.Backtesting;
using Bokgi.Host.Runs.Documents;
using Bokgi.Host.Runs.Requests;
using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.Host.Backtests;

/// <summary>Reads a run's candles from the lake, and computes their fingerprints, gaps and price jumps in the process.</summary>
internal sealed class LakeCandleSource(CandleLake lake, BacktestPlan plan, double jumpThreshold, CancellationToken cancel) : ICandleSource
{
    private readonly ConcurrentDictionary<Symbol, (string Fingerprint, SeriesContinuity Continuity)> seen = new();

    public bool HasCandles(Symbol symbol) => lake.HasRows(symbol, plan.Request.Timeframe, plan.Request.Range, cancel);

    /// <exception cref="LakeException">A file is malformed, or the run is strict and has invalid or duplicate rows.</exception>
    public CandleSeries Read(Symbol symbol)
    {
        var (timeframe, range) = (plan.Request.Timeframe, plan.Request.Range);
        var candles = lake.LoadSeries(symbol, timeframe, range, plan.Warmup, jumpThreshold, out var continuity, cancel);
        var quality = candles.Quality;
        if (plan.IsStrict && (quality.Duplicates > 0 || quality.Invalid > 0))
        {
            candles.Dispose();
            throw new LakeException(
                LakeErrorKind.MalformedFile,
                $"{symbol} {plan.Request.Timeframe} holds {quality.Duplicates} duplicate and {quality.Invalid} invalid rows in the range, and the run is strict; see the quality report of its candles, or run without strict"
            );
        }

        seen[symbol] = (CandleFingerprint.Of(candles), continuity);
        return candles;
    }

    /// <summary>The fingerprint of a symbol's candles, which must have been read.</summary>
    public string Fingerprint(Symbol symbol) => seen[symbol].Fingerprint;

    /// <summary>The gaps and price jumps of a symbol's candles, which must have been read.</summary>
    public SeriesContinuity Continuity(Symbol symbol) => seen[symbol].Continuity;
}
