using System.Collections.Concurrent;
using Bokgi.Host.Runs.Documents;

namespace Bokgi.Host.Reports.Charts;

/// <summary>Fingerprints of the candles that the lake has now, each cached until a file of its symbol and timeframe is written.</summary>
internal sealed class CandleFingerprints(CandleLake lake, TimeProvider clock)
{
    private const int MaximumEntries = 1_000;

    // A file that is written twice within one tick of the file system's clock looks unchanged, so recently written files are not cached.
    private static readonly TimeSpan MinimumFileAge = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<CacheKey, (LakeVersion Version, string Fingerprint)> cache = new();

    public string Get(Symbol symbol, Timeframe timeframe, TimeRange range, int warmup, CancellationToken cancel)
    {
        var key = new CacheKey(symbol, timeframe, range, warmup);
        var version = lake.GetVersion(symbol, timeframe);
        if (cache.TryGetValue(key, out var entry) && entry.Version == version)
            return entry.Fingerprint;
        using var candles = lake.LoadSeries(symbol, timeframe, range, warmup, cancel);
        var fingerprint = CandleFingerprint.Of(candles);
        if (clock.GetUtcNow() - version.NewestUtc > MinimumFileAge)
        {
            if (cache.Count >= MaximumEntries)
                cache.Clear();
            cache[key] = (version, fingerprint);
        }

        return fingerprint;
    }

    private sealed record CacheKey(Symbol Symbol, Timeframe Timeframe, TimeRange Range, int Warmup);
}
