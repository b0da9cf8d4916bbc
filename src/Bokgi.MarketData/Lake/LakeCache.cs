using System.Collections.Concurrent;

namespace Bokgi.MarketData.Lake;

/// <summary>
/// What was found out about files, for as long as they stay as they are: they are told apart by name, length and time of writing. What was
/// written a moment ago is not kept, for it may be written again within the same tick of the file system's clock.
/// </summary>
/// <param name="clock">The time.</param>
/// <param name="capacity">How much is kept at most, in units of who puts it there.</param>
internal sealed class LakeCache<TKey, TValue>(TimeProvider clock, long capacity)
    where TKey : notnull
{
    private static readonly TimeSpan Unsettled = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<TKey, (string Identity, TValue Value)> kept = new();
    private long weight;

    /// <summary>Gives what is known, or finds it out.</summary>
    /// <param name="key">What is asked for.</param>
    /// <param name="stamp">How the files stand.</param>
    /// <param name="find">Finds it out.</param>
    /// <param name="weigh">How much of the capacity it takes.</param>
    public TValue Get(TKey key, LakeStamp stamp, Func<TValue> find, Func<TValue, long> weigh)
    {
        if (kept.TryGetValue(key, out var known) && known.Identity == stamp.Files)
            return known.Value;
        var value = find();
        if (stamp.NewestUtc > clock.GetUtcNow() - Unsettled)
            return value;
        // Begun anew rather than sorted by use: a whole lake fits in many times over.
        if (Interlocked.Add(ref weight, weigh(value)) > capacity)
        {
            kept.Clear();
            Interlocked.Exchange(ref weight, weigh(value));
        }

        kept[key] = (stamp.Files, value);
        return value;
    }
}
