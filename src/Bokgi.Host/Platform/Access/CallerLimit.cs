using System.Threading.RateLimiting;

namespace Bokgi.Host.Platform.Access;

/// <summary>
/// Rejects the requests of a caller that sends too many. In place of the framework's middleware, which never disposes a limiter of its own:
/// the limiter's timer would keep each server in memory as long as the process lives.
/// </summary>
internal sealed class CallerLimit(RequestDelegate next, CallerLimiters limiters, HostSettings settings)
{
    public async Task InvokeAsync(HttpContext context)
    {
        using var lease = limiters.Both.AttemptAcquire(context);
        if (lease.IsAcquired)
        {
            await next(context);
            return;
        }

        var problem = lease.TryGetMetadata(MetadataName.RetryAfter, out var wait)
            ? Problems.TooMany(
                context,
                (int)Math.Ceiling(wait.TotalSeconds),
                $"this caller sends more than {settings.RequestsPerSecond} requests a second (REQUESTS_PER_SECOND); send this one again after the seconds in Retry-After"
            )
            : RequestLimits.TooMany(context);
        await problem.ExecuteAsync(context);
    }
}
