namespace Bokgi.FakeExchange.Limits;

/// <summary>Request statistics for each rate limit group: totals and the peak rate per second of real time.</summary>
internal sealed class RequestStatistics(TimeProvider realClock)
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, Group> groups = new(StringComparer.Ordinal);

    /// <summary>Records a request.</summary>
    /// <returns>Number of requests in the last second, including this one.</returns>
    public int RecordAndCountLastSecond(string group)
    {
        lock (gate)
        {
            var entry = GetOrAdd(group);
            entry.Requests++;
            var now = realClock.GetTimestamp();
            entry.Recent.Enqueue(now);
            while (realClock.GetElapsedTime(entry.Recent.Peek(), now) >= TimeSpan.FromSeconds(1))
                entry.Recent.Dequeue();
            entry.MaxPerSecond = Math.Max(entry.MaxPerSecond, entry.Recent.Count);
            return entry.Recent.Count;
        }
    }

    /// <summary>Records that a rate limit rejected a request.</summary>
    public void RecordRejection(string group)
    {
        lock (gate)
            GetOrAdd(group).Rejected++;
    }

    /// <summary>The most requests within any one second so far, by group; includes rejected requests.</summary>
    public IReadOnlyDictionary<string, int> MaxPerSecond => PerGroup(group => group.MaxPerSecond);

    public IReadOnlyDictionary<string, int> Requests => PerGroup(group => group.Requests);

    public IReadOnlyDictionary<string, int> Rejected => PerGroup(group => group.Rejected);

    private Dictionary<string, int> PerGroup(Func<Group, int> selector)
    {
        lock (gate)
            return groups.ToDictionary(pair => pair.Key, pair => selector(pair.Value));
    }

    private Group GetOrAdd(string name)
    {
        if (!groups.TryGetValue(name, out var group))
            groups[name] = group = new Group();
        return group;
    }

    private sealed class Group
    {
        public Queue<long> Recent { get; } = new();

        public int Requests { get; set; }

        public int Rejected { get; set; }

        public int MaxPerSecond { get; set; }
    }
}
