namespace Bokgi.Host.Platform.Leases;

/// <summary>
/// Finds the leases of dead owners: leases whose heartbeat count has stayed the same over several polls. Counts polls instead of comparing
/// times, so the clocks of different machines need not agree. After a failed poll, call <see cref="Reset"/>, because the cause of the failure
/// may have prevented the heartbeats, too.
/// </summary>
internal sealed class LivenessMonitor
{
    private const int UnchangedPollsUntilExpired = 5;

    private Dictionary<(long Number, int Fence), (long Beats, int Polls)> lastPoll = [];

    /// <summary>Records a poll of all leases that have an owner, and returns those whose owner is dead.</summary>
    public IReadOnlyList<T> FindExpired<T>(IEnumerable<T> ownedLeases)
        where T : Lease
    {
        var currentPoll = new Dictionary<(long Number, int Fence), (long Beats, int Polls)>();
        var expired = new List<T>();
        foreach (var lease in ownedLeases)
        {
            var unchangedPolls =
                lastPoll.TryGetValue(lease.Term, out var previous) && previous.Beats == lease.Beats ? previous.Polls + 1 : 0;
            currentPoll[lease.Term] = (lease.Beats, unchangedPolls);
            if (unchangedPolls >= UnchangedPollsUntilExpired)
                expired.Add(lease);
        }

        lastPoll = currentPoll;
        return expired;
    }

    public void Reset() => lastPoll.Clear();
}
