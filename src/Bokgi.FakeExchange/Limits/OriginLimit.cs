namespace Bokgi.FakeExchange.Limits;

/// <summary>Limits requests with an Origin header, as browsers send them, to one per ten seconds.</summary>
internal sealed class OriginLimit(TimeProvider realClock)
{
    private static readonly TimeSpan MinimumInterval = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private long? last;

    public bool TryAcquire()
    {
        lock (gate)
        {
            var now = realClock.GetTimestamp();
            if (last is { } before && realClock.GetElapsedTime(before, now) < MinimumInterval)
                return false;
            last = now;
            return true;
        }
    }
}
