using System.Net;

namespace Bokgi.Host.Platform.Access;

/// <summary>
/// Slows down clients that guess keys. An address may send a few wrong keys per minute. Each further wrong key doubles the time that the
/// address must wait, until it has sent no wrong key for a minute. Correct keys are not counted, so a client with one is never locked out.
/// </summary>
internal sealed class FailedKeys(int perMinute, TimeProvider clock)
{
    /// <summary>When this many addresses are stored, a new address replaces the address whose last wrong key is the oldest.</summary>
    public const int MaximumAddresses = 10_000;

    private const int LongestWaitSeconds = 30;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly Dictionary<string, LinkedListNode<Guesser>> guessers = new(StringComparer.Ordinal);
    private readonly LinkedList<Guesser> byLastFailure = []; // oldest failure first

    public int AddressCount
    {
        get
        {
            lock (gate)
                return guessers.Count;
        }
    }

    /// <summary>Counts a wrong key, and returns the seconds after which the caller may try again; null if it need not wait.</summary>
    public int? RecordFailure(IPAddress? address)
    {
        lock (gate)
        {
            var now = clock.GetTimestamp();
            RemoveExpired(now);
            var guesser = FindOrAdd(Caller.GetNetworkId(address), now);
            // While an address need not wait, its count restarts at 0 a minute after its first wrong key. An address that must wait is
            // removed only after a minute without wrong keys; see RemoveExpired.
            if (guesser.WaitSeconds == 0 && clock.GetElapsedTime(guesser.MinuteStart, now) >= Minute)
                (guesser.MinuteStart, guesser.Failures) = (now, 0);
            guesser.LastFailure = now;
            if (guesser.Failures < perMinute)
            {
                guesser.Failures++;
                return null;
            }

            guesser.WaitSeconds = Math.Clamp(guesser.WaitSeconds * 2, 1, LongestWaitSeconds);
            return guesser.WaitSeconds;
        }
    }

    private void RemoveExpired(long now)
    {
        while (byLastFailure.First is { } oldest && clock.GetElapsedTime(oldest.Value.LastFailure, now) >= Minute)
            Remove(oldest);
    }

    private Guesser FindOrAdd(string network, long now)
    {
        if (guessers.TryGetValue(network, out var node))
            byLastFailure.Remove(node);
        else
        {
            if (guessers.Count >= MaximumAddresses)
                Remove(byLastFailure.First!);
            guessers[network] = node = new LinkedListNode<Guesser>(new Guesser(network, now));
        }

        byLastFailure.AddLast(node);
        return node.Value;
    }

    private void Remove(LinkedListNode<Guesser> guesser)
    {
        byLastFailure.Remove(guesser);
        guessers.Remove(guesser.Value.Network);
    }

    private sealed class Guesser(string network, long now)
    {
        public string Network => network;

        public long MinuteStart { get; set; } = now;

        public long LastFailure { get; set; } = now;

        public int Failures { get; set; }

        public int WaitSeconds { get; set; }
    }
}
