using System.Collections.Concurrent;

namespace Bokgi.FakeExchange.Faults;

/// <summary>Decides when the exchange misbehaves: by chance, the same one for the same seed, or when it is told to.</summary>
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

    /// <summary>Takes other rates from here on, and what is to happen once.</summary>
    public void Set(FaultSpec spec)
    {
        lock (gate)
        {
            rates = spec.Rates;
            told.AddRange(spec.Once.Select(kind => (kind, long.MinValue)));
        }
    }

    /// <summary>Lets the next occasions have a fault.</summary>
    public void Next(FaultKind kind, int times = 1)
    {
        lock (gate)
            told.AddRange(Enumerable.Repeat((kind, long.MinValue), times));
    }

    /// <summary>Lets the first occasion at or after a time of the exchange have a fault.</summary>
    public void At(FaultKind kind, long timeUtc)
    {
        lock (gate)
            told.Add((kind, timeUtc));
    }

    /// <summary>What goes wrong with the next request; null when nothing does.</summary>
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

    /// <summary>Whether a fault happens at an occasion, which is told apart from others by a name and a number.</summary>
    public bool Strikes(FaultKind kind, string name, long number)
    {
        if (!WasTold(kind) && !(rates.TryGetValue(kind, out var rate) && rate > 0 && By(kind, name, number).Share() < rate))
            return false;
        counts.AddOrUpdate(kind, 1, (_, count) => count + 1);
        return true;
    }

    /// <summary>The chance that a fault has for what else is random in it.</summary>
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
