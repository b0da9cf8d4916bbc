namespace Bokgi.FakeExchange.Limits;

/// <summary>Request statistics for each rate limit group: totals and the peak rate per second of real time.</summary>
internal sealed class RequestMeasures(TimeProvider real)
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, Group> groups = new(StringComparer.Ordinal);

    /// <summary>Counts a request.</summary>
    /// <returns>Number of requests in the last second, including this one.</returns>
    public int Count(string group)
    {
        lock (gate)
        {
            var found = Of(group);
            found.Requests++;
            var now = real.GetTimestamp();
            found.Recent.Enqueue(now);
            while (real.GetElapsedTime(found.Recent.Peek(), now) >= TimeSpan.FromSeconds(1))
                found.Recent.Dequeue();
            found.MaxPerSecond = Math.Max(found.MaxPerSecond, found.Recent.Count);
            return found.Recent.Count;
        }
    }

    /// <summary>Counts a request that a rate limit rejected.</summary>
    public void CountRefused(string group)
    {
        lock (gate)
            Of(group).Refused++;
    }

    /// <summary>The most requests in any second, including rejected ones.</summary>
    public IReadOnlyDictionary<string, int> MaxPerSecond => PerGroup(group => group.MaxPerSecond);

    public IReadOnlyDictionary<string, int> Requests => PerGroup(group => group.Requests);

    public IReadOnlyDictionary<string, int> Refused => PerGroup(group => group.Refused);

    private Dictionary<string, int> PerGroup(Func<Group, int> figure)
    {
        lock (gate)
            return groups.ToDictionary(pair => pair.Key, pair => figure(pair.Value));
    }

    private Group Of(string name)
    {
        if (!groups.TryGetValue(name, out var group))
            groups[name] = group = new Group();
        return group;
    }

    private sealed class Group
    {
        public Queue<long> Recent { get; } = new();

        public int Requests { get; set; }

        public int Refused { get; set; }

        public int MaxPerSecond { get; set; }
    }
}
