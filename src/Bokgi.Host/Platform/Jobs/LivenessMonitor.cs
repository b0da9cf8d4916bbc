namespace Bokgi.Host.Platform.Jobs;

/// <summary>
/// Tells which of those who beat are gone: their beats stand still over several looks on this process's own clock, so that no two clocks have to
/// agree. A look that fails has to be followed by <see cref="Forget"/>, for then nobody could beat.
/// </summary>
/// <param name="key">Who beats: another owner is another one.</param>
/// <param name="beats">How often it has beaten.</param>
internal sealed class LivenessMonitor<T>(Func<T, (long Number, int Fence)> key, Func<T, long> beats)
{
    private const int StillLooks = 5;

    private Dictionary<(long Number, int Fence), (long Beats, int Looks)> seen = [];

    /// <summary>Looks once.</summary>
    /// <param name="present">All that ought to beat.</param>
    /// <returns>Those that are gone.</returns>
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

    /// <summary>Begins the count anew.</summary>
    public void Forget() => seen.Clear();
}
