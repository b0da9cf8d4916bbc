using System.Threading.RateLimiting;

namespace Bokgi.Host.Platform.Access;

/// <summary>A token bucket for the requests of one caller. Unlike the framework's limiter, it takes its clock as a parameter.</summary>
internal sealed class RequestRateLimiter(int perSecond, int burst, TimeProvider clock) : RateLimiter
{
    private readonly Lock gate = new();
    private readonly double ticksPerRequest = (double)clock.TimestampFrequency / perSecond;

    // The timestamp at which the bucket is full again. It is in the past while the bucket is full.
    private double fullAt = clock.GetTimestamp();

    public override TimeSpan? IdleDuration
    {
        get
        {
            lock (gate)
            {
                var idleTicks = clock.GetTimestamp() - fullAt;
                return idleTicks >= 0 ? ToTimeSpan(idleTicks) : null;
            }
        }
    }

    public override RateLimiterStatistics GetStatistics()
    {
        lock (gate)
            return new RateLimiterStatistics
            {
                CurrentAvailablePermits = (long)Math.Min(burst, burst - ((fullAt - clock.GetTimestamp()) / ticksPerRequest)),
            };
    }

    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(permitCount, burst);
        lock (gate)
        {
            var now = clock.GetTimestamp();
            var fullAtIfGranted = Math.Max(now, fullAt) + (permitCount * ticksPerRequest);
            var wait = fullAtIfGranted - now - (burst * ticksPerRequest);
            if (wait > 0.5) // half a clock tick or less is a rounding error
                return new Lease(ToTimeSpan(wait));
            fullAt = fullAtIfGranted;
            return new Lease(wait: null);
        }
    }

    // Requests never queue here: the response to a rejected request says in Retry-After when to try again.
    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) =>
        ValueTask.FromResult(AttemptAcquireCore(permitCount));

    private TimeSpan ToTimeSpan(double ticks) => TimeSpan.FromSeconds(ticks / clock.TimestampFrequency);

    private sealed class Lease(TimeSpan? wait) : RateLimitLease
    {
        public override bool IsAcquired => wait is null;

        public override IEnumerable<string> MetadataNames => wait is null ? [] : [MetadataName.RetryAfter.Name];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = wait;
            return wait is not null && metadataName == MetadataName.RetryAfter.Name;
        }
    }
}
