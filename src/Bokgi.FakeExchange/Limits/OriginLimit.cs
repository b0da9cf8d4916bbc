namespace Bokgi.FakeExchange.Limits;

/// <summary>Limits requests with an Origin header, as browsers send them, to one per ten seconds.</summary>
internal sealed class OriginLimit(TimeProvider realClock)
{
    private static readonly TimeSpan MinimumInterval = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private long? lastAcquiredTimestamp;

    public bool TryAcquire()
    {
        lock (gate)
        {
            var now = realClock.GetTimestamp();
            if (lastAcquiredTimestamp is { } previousTimestamp && realClock.GetElapsedTime(previousTimestamp, now) < MinimumInterval)
                return false;
            lastAcquiredTimestamp = now;
            return true;
        }
    }
}
