using System.Collections.Concurrent;

namespace Bokgi.FakeExchange.Faults;

/// <summary>Decides when a fault happens: at random, reproducibly for a given seed, or on request.</summary>
internal sealed class FaultScript(VirtualClock clock, ulong seed, FaultSpec first)
{
    private static readonly FaultKind[] OfRequests =
    [
        FaultKind.Blocked,
        FaultKind.TooMany,
        FaultKind.TooManyBare,
        FaultKind.ServerError,
        FaultKind.Cut,
        FaultKind.BadJson,
        FaultKind.Slow,
    ];

    private readonly ConcurrentDictionary<FaultKind, int> counts = new();
    private readonly Lock gate = new();
    private readonly List<(FaultKind Kind, long FromUtc)> told = [.. first.Once.Select(kind => (kind, long.MinValue))];
    private IReadOnlyDictionary<FaultKind, double> rates = first.Rates;
    private long requests;

    /// <summary>How often each fault has happened.</summary>
    public IReadOnlyDictionary<FaultKind, int> Counts => counts;

    /// <summary>Replaces the rates and adds the faults to inject once.</summary>
    public void Set(FaultSpec spec)
    {
        lock (gate)
        {
            rates = spec.Rates;
            told.AddRange(spec.Once.Select(kind => (kind, long.MinValue)));
        }
    }

    /// <summary>Injects a fault at the next opportunities.</summary>
    public void Next(FaultKind kind, int times = 1)
    {
        lock (gate)
            told.AddRange(Enumerable.Repeat((kind, long.MinValue), times));
    }

    /// <summary>Injects a fault at the first opportunity at or after a time of the exchange.</summary>
    public void At(FaultKind kind, long timeUtc)
    {
        lock (gate)
            told.Add((kind, timeUtc));
    }

    /// <summary>The fault of the next request; null if there is none.</summary>
    public FaultKind? OfRequest()
    {
        var number = Interlocked.Increment(ref requests);
        foreach (var kind in OfRequests)
        {
            if (Strikes(kind, string.Empty, number))
                return kind;
        }

        return null;
    }

    /// <summary>Whether a fault happens at an opportunity, which is identified by a name and a number.</summary>
    public bool Strikes(FaultKind kind, string name, long number)
    {
        if (!WasTold(kind) && !(rates.TryGetValue(kind, out var rate) && rate > 0 && By(kind, name, number).Share() < rate))
            return false;
        counts.AddOrUpdate(kind, 1, (_, count) => count + 1);
        return true;
    }

    /// <summary>Random numbers for a fault's other details.</summary>
    public SeededRandom By(FaultKind kind, string name, long number) => SeededRandom.Of(seed, FaultNames.Of(kind) + name, number);

    private bool WasTold(FaultKind kind)
    {
        lock (gate)
        {
            if (told.Count == 0)
                return false;
            var now = clock.NowUtc;
            var index = told.FindIndex(each => each.Kind == kind && each.FromUtc <= now);
            if (index >= 0)
                told.RemoveAt(index);
            return index >= 0;
        }
    }
}
