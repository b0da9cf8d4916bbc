using System.Collections.Concurrent;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Bokgi.Backtesting;
using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.Host.Backtests.Requests;

/// <summary>Gives a run its candles from the lake, and takes their fingerprint on the way.</summary>
internal sealed class LakeCandleSource(CandleLake lake, BacktestPlan plan, CancellationToken cancel) : ICandleSource
{
    private readonly ConcurrentDictionary<Symbol, UInt128> hashes = new();

    public bool HasCandles(Symbol symbol) => lake.HasRows(symbol, plan.Request.Timeframe, plan.Request.Range, cancel);

    /// <exception cref="LakeException">A file is malformed, or the run is strict and rows had to be left out.</exception>
    public CandleSeries Read(Symbol symbol)
    {
        var candles = lake.LoadSeries(symbol, plan.Request.Timeframe, plan.Request.Range, plan.Warmup, cancel);
        var quality = candles.Quality;
        if (plan.IsStrict && (quality.Duplicates > 0 || quality.Invalid > 0))
        {
            candles.Dispose();
            throw new LakeException(
                LakeErrorKind.MalformedFile,
                $"{symbol} {plan.Request.Timeframe} holds {quality.Duplicates} duplicate and {quality.Invalid} invalid rows in the range, and the run is strict; see the quality report of its candles, or run without strict"
            );
        }

        hashes[symbol] = Hash(candles);
        return candles;
    }

    /// <summary>A hash over the candles of all <paramref name="symbols"/>, warm-up included.</summary>
    public string Fingerprint(IEnumerable<Symbol> symbols)
    {
        var hash = new XxHash128();
        foreach (var symbol in symbols)
        {
            hash.Append(MemoryMarshal.AsBytes(symbol.Code.AsSpan()));
            hash.Append(MemoryMarshal.AsBytes([hashes[symbol]]));
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    private static UInt128 Hash(CandleSeries candles)
    {
        var hash = new XxHash128();
        hash.Append(MemoryMarshal.AsBytes(candles.Times));
        hash.Append(MemoryMarshal.AsBytes(candles.Open));
        hash.Append(MemoryMarshal.AsBytes(candles.High));
        hash.Append(MemoryMarshal.AsBytes(candles.Low));
        hash.Append(MemoryMarshal.AsBytes(candles.Close));
        hash.Append(MemoryMarshal.AsBytes(candles.Volume));
        return hash.GetCurrentHashAsUInt128();
    }
}
