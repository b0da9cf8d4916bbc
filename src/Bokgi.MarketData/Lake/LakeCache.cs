using System.Collections.Concurrent;

namespace Bokgi.MarketData.Lake;

/// <summary>
/// Caches results computed from files until a file's name, length or write time changes. Results from files written just now are not
/// cached, because such a file may be written again within one tick of the file system's clock.
/// </summary>
/// <param name="clock">The clock.</param>
/// <param name="capacity">The maximum total weight of the cached values; the callers of Get choose the unit of the weights.</param>
internal sealed class LakeCache<TKey, TValue>(TimeProvider clock, long capacity)
    where TKey : notnull
{
    // A result is cached only if its files were last written at least this long ago.
    private static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<TKey, (string Identity, TValue Value, long Weight)> entries = new();
    private readonly Lock storeLock = new();
    private long totalWeight;

    /// <summary>Returns the cached value, or computes it.</summary>
    /// <param name="key">The key of the value.</param>
    /// <param name="version">The current version of the files.</param>
    /// <param name="compute">Computes the value.</param>
    /// <param name="weigh">Returns how much of the capacity a value takes.</param>
    public TValue Get(TKey key, LakeVersion version, Func<TValue> compute, Func<TValue, long> weigh)
    {
        if (entries.TryGetValue(key, out var cached) && cached.Identity == version.Identity)
            return cached.Value;
        var value = compute();
        if (version.NewestUtc > clock.GetUtcNow() - SettleTime)
            return value;
        Store(key, (version.Identity, value, weigh(value)));
        return value;
    }

    // Clears everything instead of evicting the least recently used, because the results of a whole lake usually fit many times over.
    private void Store(TKey key, (string Identity, TValue Value, long Weight) entry)
    {
        lock (storeLock)
        {
            totalWeight += entry.Weight - (entries.TryGetValue(key, out var replaced) ? replaced.Weight : 0);
            if (totalWeight > capacity)
            {
                entries.Clear();
                totalWeight = entry.Weight;
            }

            entries[key] = entry;
        }
    }
}
