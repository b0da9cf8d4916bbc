using System.Collections.Concurrent;

namespace Bokgi.FakeExchange.Faults;

/// <summary>
/// Decides when a fault happens: at random, reproducibly for a given seed, or on request. Each request, trade or bar that a fault can
/// affect is an opportunity for that fault.
/// </summary>
internal sealed class FaultScript(VirtualClock clock, ulong seed, FaultSpec initialSpec)
{
    private const long AnyTime = long.MinValue;

    private static readonly FaultKind[] RequestFaults =
    [
        FaultKind.Blocked,
        FaultKind.TooMany,
        FaultKind.TooManyWithoutRetryAfter,
        FaultKind.ServerError,
        FaultKind.CutResponse,
        FaultKind.BadJson,
        FaultKind.Slow,
    ];

    private readonly ConcurrentDictionary<FaultKind, int> counts = new();
    private readonly Lock gate = new();
    private readonly List<(FaultKind Kind, long FromUtc)> pending = [.. initialSpec.Once.Select(kind => (kind, AnyTime))];
    private IReadOnlyDictionary<FaultKind, double> rates = initialSpec.Rates;
    private long requestCount;

    /// <summary>How often each fault has happened.</summary>
    public IReadOnlyDictionary<FaultKind, int> Counts => counts;

    /// <summary>Replaces the rates and adds the faults to inject once.</summary>
    public void Set(FaultSpec spec)
    {
        lock (gate)
        {
            rates = spec.Rates;
            pending.AddRange(spec.Once.Select(kind => (kind, AnyTime)));
        }
    }

    /// <summary>Injects a fault at each of the next <paramref name="times"/> opportunities.</summary>
    public void InjectNext(FaultKind kind, int times = 1)
    {
        lock (gate)
            pending.AddRange(Enumerable.Repeat((kind, AnyTime), times));
    }

    /// <summary>Injects a fault at the first opportunity at or after a time on the exchange's clock.</summary>
    public void InjectAt(FaultKind kind, long timeUtc)
    {
        lock (gate)
            pending.Add((kind, timeUtc));
    }

    /// <summary>Chooses the fault to inject into the next request, and counts it; null for none.</summary>
    public FaultKind? ChooseForRequest()
    {
        var number = Interlocked.Increment(ref requestCount);
        foreach (var kind in RequestFaults)
        {
            if (DecideToInject(kind, string.Empty, number))
                return kind;
        }

        return null;
    }

    /// <summary>
    /// Decides whether to inject a fault at an opportunity, and counts the fault if so. An injection that was requested for this fault takes
    /// precedence over chance, and is then removed from the pending ones.
    /// </summary>
    /// <param name="kind">The fault.</param>
    /// <param name="market">The market of the trade or bar; empty for a request. It identifies the opportunity together with the number.</param>
    /// <param name="number">The number of the request, the ID of the trade or the time of the bar.</param>
    public bool DecideToInject(FaultKind kind, string market, long number)
    {
        if (!TakePending(kind) && !HappensAtRandom(kind, market, number))
            return false;
        counts.AddOrUpdate(kind, 1, (_, count) => count + 1);
        return true;
    }

    /// <summary>Random numbers for the details of a fault, such as a delay.</summary>
    public SeededRandom RandomFor(FaultKind kind, string market, long number) =>
        SeededRandom.Create(seed, FaultNames.NameOf(kind) + market, number);

    private bool HappensAtRandom(FaultKind kind, string market, long number) =>
        rates.TryGetValue(kind, out var rate) && rate > 0 && RandomFor(kind, market, number).NextDouble() < rate;

    private bool TakePending(FaultKind kind)
    {
        lock (gate)
        {
            if (pending.Count == 0)
                return false;
            var now = clock.NowUtc;
            var index = pending.FindIndex(fault => fault.Kind == kind && fault.FromUtc <= now);
            if (index >= 0)
                pending.RemoveAt(index);
            return index >= 0;
        }
    }
}
