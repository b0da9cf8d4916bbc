namespace Bokgi.Host.Platform.Jobs;

/// <summary>
/// Finds dead workers or owners: their heartbeat counter has not changed over several polls on this process's own clock, so that no clocks
/// have to agree. After a failed poll call <see cref="Forget"/>, because nobody could send heartbeats then.
/// </summary>
/// <param name="key">Identifies a sender of heartbeats; a change of owner makes it a new sender.</param>
/// <param name="beats">The number of heartbeats so far.</param>
internal sealed class LivenessMonitor<T>(Func<T, (long Number, int Fence)> key, Func<T, long> beats)
{
    private const int StillLooks = 5;

    private Dictionary<(long Number, int Fence), (long Beats, int Looks)> seen = [];

    /// <summary>Records a poll.</summary>
    /// <param name="present">All that should send heartbeats.</param>
    /// <returns>Those that are dead.</returns>
    public IReadOnlyList<T> Expired(IReadOnlyList<T> present)
    {
        var now = new Dictionary<(long Number, int Fence), (long Beats, int Looks)>();
        foreach (var each in present)
        {
            var isStill = seen.TryGetValue(key(each), out var before) && before.Beats == beats(each);
            now[key(each)] = (beats(each), isStill ? before.Looks + 1 : 0);
        }

        seen = now;
        return [.. present.Where(each => seen[key(each)].Looks >= StillLooks)];
    }

    /// <summary>Restarts the count.</summary>
    public void Forget() => seen.Clear();
}
