using System.Collections.Concurrent;
using Bokgi.Host.Runs.Documents;

namespace Bokgi.Host.Reports.Charts;

/// <summary>Fingerprints of series as the lake has them now, cached until one of their files is written.</summary>
internal sealed class CandleFingerprints(CandleLake lake, TimeProvider clock)
{
    private const int MaximumEntries = 1_000;

    // A file that is written twice within one tick of the file system's clock looks unchanged, so recently written files are not cached.
    private static readonly TimeSpan MinimumFileAge = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<Series, (LakeVersion Version, string Fingerprint)> cache = new();

    public string Get(Symbol symbol, Timeframe timeframe, TimeRange range, int warmup, CancellationToken cancel)
    {
        var series = new Series(symbol, timeframe, range, warmup);
        var version = lake.GetVersion(symbol, timeframe);
        if (cache.TryGetValue(series, out var entry) && entry.Version == version)
            return entry.Fingerprint;
        using var candles = lake.LoadSeries(symbol, timeframe, range, warmup, cancel);
        var fingerprint = CandleFingerprint.Of(candles);
        if (clock.GetUtcNow() - version.NewestUtc > MinimumFileAge)
        {
            if (cache.Count >= MaximumEntries)
                cache.Clear();
            cache[series] = (version, fingerprint);
        }

        return fingerprint;
    }

    private sealed record Series(Symbol Symbol, Timeframe Timeframe, TimeRange Range, int Warmup);
}
